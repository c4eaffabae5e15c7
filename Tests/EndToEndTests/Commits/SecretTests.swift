import Domain
import Foundation
import Glibc
import Testing

@Suite("A secret that a definition names")
struct SecretTests {
    private static let secret = "correct-horse-battery"
    private static let body = #"""
        printf %s "$DB" > "$TRACE.secret"
        echo "the password is $DB"
        echo "{\"name\": \"login\", \"state\": \"success\", \"message\": \"with $DB\"}"
        """#

    /// A service whose `env` names the secret `db`.
    private static func service(_ name: String, _ trace: Trace) -> [ConfigRepository.Change] {
        let env: JSONValue = .members(["TRACE": .string(trace.path), "DB": .members(["secret": .string("db")])])
        let definition: JSONValue = .members([
            "name": .string(name), "deploy_script": .string("deploy"), "env": env,
            "retry": .members(["limit": .integer(0)]),
        ])
        return [.file("\(name)/service.json", definition.text(.pretty)), trace.samples.deploy(name, body)]
    }

    @Test("reaches the run that may have it, and nothing that is kept or shown")
    func hidden() async throws {
        try await withDaemon(on: { Self.service("web", $0) }) { options in
            options.environment["DB_OF_TEST"] = Self.secret
            options.arguments += ["--secrets", #"{"db": {"env": "DB_OF_TEST", "services": ["web"]}}"#]
        } _: { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(TextFile.read("\(scene.trace.path).secret") == Self.secret)
            let id = try #require(try await scene.daemon.deployments(of: "web").first?["id"]?.integer)
            let shown = try await [
                scene.daemon.run("logs", "\(id)"), scene.daemon.run("show", "\(id)", "-o", "json"),
                scene.daemon.run("status", "web", "-o", "json"),
            ].map(\.output)
            #expect(shown[0].contains("the password is ***") && shown[1].contains("with ***"))
            #expect(shown[1].contains("\"secret\":\"db\"") || shown[1].contains("\"secret\": \"db\""))
            #expect(!shown.joined().contains(Self.secret) && !scene.daemon.log.contains(Self.secret))
            try await scene.daemon.end()
            #expect(try Self.files(in: scene.daemon.stateDir, holding: Self.secret).isEmpty)
        }
    }

    @Test("keeps a service that may not have it from being deployed, without a try, and says why")
    func forbidden() async throws {
        try await withDaemon(on: { Self.service("web", $0) + Self.service("api", $0) }) { options in
            options.environment["DB_OF_TEST"] = Self.secret
            options.arguments += ["--secrets", #"{"db": {"env": "DB_OF_TEST", "services": ["api"]}}"#]
        } _: { scene in
            #expect(try await scene.daemon.sync().exit == 1)
            #expect(try await scene.daemon.deployments(of: "web").isEmpty)
            let decision = try #require(try await scene.daemon.service("web")?["decision"])
            #expect(decision["reason"]?.string == "secret_missing")
            #expect(decision["message"]?.string?.contains("the secret \"db\"") == true)
            #expect(decision["message"]?.string?.contains("is not for it; add \"web\"") == true)
            #expect(try await scene.daemon.states(of: "api") == ["succeeded"])
        }
    }

    @Test("is waited for without a try where it is not configured, and the service deployed once it is")
    func notConfigured() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(Self.service("web", Trace(folder: folder)))
            let file = "\(folder)/daemon.json"
            func configure(_ more: KeyValuePairs<String, JSONValue>) throws {
                let source: JSONValue = .members(["name": .string("config"), "url": .string(repository.bare)])
                let keys = JSONObject([.init("sources", .array([source]))] + more.map { .init($0.key, $0.value) })
                try TextFile.write(JSONValue.object(keys).text(.pretty), to: file)
            }
            try configure([:])
            let daemon = try await DaemonUnderTest(in: folder, .init(arguments: ["--config", file]))
            let result = try await daemon.sync()
            #expect(result.exit == 1)
            #expect(result.errors.contains("the secret \"db\", which its definition names, is not in the daemon's"))
            #expect(try await daemon.sync("web").exit == 1)
            #expect(try await daemon.deployments(of: "web").isEmpty)
            #expect(daemon.log.contains("secret_missing"))

            try TextFile.write(Self.secret, to: "\(folder)/db")
            let secret: JSONValue = .members([
                "file": .string("\(folder)/db"), "services": .array([.string("web")]),
            ])
            try configure(["secrets": .members(["db": secret])])
            kill(daemon.pid, SIGHUP)
            try await daemon.waitFor("web", "succeeded")
            #expect(try await daemon.states(of: "web") == ["succeeded"])
            #expect(TextFile.read("\(folder)/trace.secret") == Self.secret)
        }
    }

    /// The files below a folder that hold a text.
    private static func files(in folder: String, holding text: String) throws -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)")?.range(of: Data(text.utf8)) != nil
        }
    }
}
