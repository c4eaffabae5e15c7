import Domain
import Foundation
import Testing

@Suite("The status API of the built program")
struct AccessTests {
    /// A run that shows its token, and waits until the test lets it go.
    private static let body = """
        cp "$DEPLOY_CONFIG_FILE" "$TRACE.config"
        while [ ! -e "$TRACE.go" ]; do sleep 0.05; done
        """

    @Test("with auth on: each token opens what it is for, and nothing that is forged opens anything")
    func tokens() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.body) + $0.samples.script("db") }) { options in
            options.arguments += ["--auth", "on"]
        } _: { scene in
            let web = try scene.daemon.web()
            try TextFile.write("correct horse\n", to: "\(scene.folder)/password")
            try await scene.succeed("user", "add", "alice", "--password-file", "\(scene.folder)/password")
            let user = try await scene.token("--type", "user", "--name", "alice")
            let service = try await scene.token("--type", "service", "--service", "web", "--name", "ci")
            let config = try await scene.token("--type", "config")
            let short = try await scene.token("--type", "user", "--expires", "1s")
            let revoked = try await scene.token("--type", "user")
            try await scene.succeed("token", "revoke", try Self.claims(revoked)["jti"]?.string ?? "")
            let run = try await Self.tokenOfRun(scene)

            let expected: [(WebClient.Request, Int64)] = [
                (.init("/api/v1/services", token: user), 200), (.init("/api/v1/services"), 401),
                (.init("/api/v1/services/web", token: service), 200),
                (.init("/api/v1/services/db", token: service), 403),
                (.init("/api/v1/services", token: service), 403), (.init("/api/v1/deployments", token: service), 403),
                (.init("/api/v1/deployments?service=web", token: service), 200),
                (.init("/api/v1/deployed-services", token: config), 200),
                (.init("/metrics", token: config), 200), (.init("/metrics", token: service), 403),
                (.init("/metrics"), 401), (.init("/api/v1/openapi.json", token: user), 200),
                (.init("/api/v1/services", token: config), 403),
                (.init("/api/v1/services/web", token: run), 403), (.init("/api/v1/services/web", token: revoked), 401),
                (.init("/api/v1/services", token: try Self.unsigned(user)), 401),
                (.init("/api/v1/services", token: try Self.relabelled(user, algorithm: "HS384")), 401),
                (.init("/api/v1/services", token: try Self.tampered(service)), 401),
                (.init("/api/v1/services?token=\(user)"), 401), (.init("/healthz"), 200), (.init("/readyz"), 200),
            ]
            let answers = try await web.send(expected.map(\.0))
            for (answer, (request, status)) in zip(answers, expected) {
                #expect(answer.status == status, "\(request.path)")
                let challenge = answer.headers["www-authenticate"]?.string ?? ""
                #expect(
                    (answer.status == 200) == challenge.isEmpty && (challenge.isEmpty || challenge.hasPrefix("Bearer "))
                )
            }
            try await waitUntil("the short token has expired") {
                try await web.send(.init("/api/v1/services", token: short)).status == 401
            }
            try TextFile.write("", to: "\(scene.trace.path).go")
            try await scene.daemon.waitFor("web", "succeeded")
            #expect(try await web.send(.init("/api/v1/services/web", token: run)).status == 401)

            try TextFile.write("another one\n", to: "\(scene.folder)/password")
            try await scene.succeed("user", "update", "alice", "--password-file", "\(scene.folder)/password")
            #expect(try await web.send(.init("/api/v1/services", token: user)).status == 401)
            try await scene.succeed("token", "rotate-key")
            #expect(try await web.send(.init("/api/v1/services/web", token: service)).status == 200)
            try await scene.succeed("token", "rotate-key", "--now")
            #expect(try await web.send(.init("/api/v1/services/web", token: service)).status == 401)
        }
    }

    @Test("with auth on: a person reads everything with a token for their password")
    func login() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { options in
            options.arguments += ["--auth", "on"]
        } _: { scene in
            let web = try scene.daemon.web()
            let command = "printf 'correct horse' | \(Program.path) user add alice --state-dir \(scene.daemon.stateDir)"
            try await Subprocess.succeed("sh", ["-c", command])
            var request = WebClient.Request("/api/v1/token")
            request.headers["Authorization"] = "Basic \(Data("alice:wrong".utf8).base64EncodedString())"
            let refused = try await web.send(request)
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"]?.string?.hasPrefix("Basic ") == true)
            request.headers["Authorization"] = "Basic \(Data("alice:correct horse".utf8).base64EncodedString())"
            let before = try Self.store(of: scene)
            let answer = try await web.send(request)
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"]?.string == "no-store")
            #expect(try Self.store(of: scene) == before)
            let token = try #require(try JSONParser.parse(answer.body, limits: .own).value["access_token"]?.string)
            #expect(try await web.send(.init("/api/v1/status", token: token)).status == 200)
            try await scene.succeed("token", "revoke", try Self.claims(token)["jti"]?.string ?? "")
            #expect(try await web.send(.init("/api/v1/status", token: token)).status == 401)
        }
    }

    @Test("without a daemon users and tokens are changed in the state dir, and hold when one starts")
    func withoutDaemon() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { options in
            options.arguments += ["--auth", "on"]
        } _: { scene in
            try await scene.daemon.end()
            try TextFile.write("correct horse", to: "\(scene.folder)/password")
            try await scene.succeed("user", "add", "alice", "--password-file", "\(scene.folder)/password")
            let kept = try await scene.token("--type", "user", "--name", "alice")
            let revoked = try await scene.token("--type", "user", "--name", "alice")
            try await scene.succeed("token", "revoke", "2")
            #expect(try await scene.daemon.run("status").exit == 4)

            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            let answers = try await next.web().send([
                .init("/api/v1/services", token: kept), .init("/api/v1/services", token: revoked),
            ])
            #expect(answers.map(\.status) == [200, 401])
            let events = try await next.run("token", "list", "-o", "json").json()["items"]?.array
            #expect(events?.map { $0["status"]?.string } == ["revoked", "valid"])
            try await next.end()
        }
    }

    @Test("answers everybody on a loopback address, and no request changes a byte of the store")
    func readOnly() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let web = try scene.daemon.web()
            let before = try Self.store(of: scene)
            let targets = [
                "/healthz", "/readyz", "/api/v1/status", "/api/v1/services", "/api/v1/services/web",
                "/api/v1/services/web/deployments", "/api/v1/services/web/decisions", "/api/v1/deployments",
                "/api/v1/deployments/1", "/api/v1/deployments/1/steps", "/api/v1/deployments/1/log",
                "/api/v1/deployed-services", "/api/v1/plan", "/api/v1/events?service=web",
            ]
            let read = try await web.send(targets.map { WebClient.Request($0) })
            #expect(read.map(\.status) == targets.map { _ in 200 })
            let methods = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "SYNC"]
            let controls = ["/sync", "/suspend", "/cancel", "/tokens", "/users", "/api/v1/services/web", "/nowhere"]
            let requests = methods.flatMap { method in controls.map { WebClient.Request(method, $0) } }
            for answer in try await web.send(requests) {
                #expect(answer.status == 405)
                #expect(answer.headers["allow"]?.string == "GET, HEAD, OPTIONS")
            }
            let others = [
                "/users", "/tokens", "/nowhere", "/api/v1/token", "/api/v1/services/%2e%2e", "/api/v1/plan?ref=x",
            ]
            _ = try await web.send(others.map { WebClient.Request($0) })
            #expect(try Self.store(of: scene) == before)
        }
    }

    @Test("does not start open to a network")
    func refused() async throws {
        try await withFolder { folder in
            let result = try await Subprocess.run(
                Program.path,
                [
                    "run", "--repo", folder, "--state-dir", "\(folder)/state", "--run-as", "root", "--auth", "off",
                    "--status-listen", "0.0.0.0:0",
                ]
            )
            #expect(result.exit == 1)
            #expect(result.errors.contains("--auth: \"off\" lets everybody read the status API who reaches 0.0.0.0:0"))
        }
    }

    /// Every byte of the database and of what is not in it yet.
    private static func store(of scene: Scene) throws -> [Data?] {
        ["store.sqlite", "store.sqlite-wal"].map {
            FileManager.default.contents(atPath: "\(scene.daemon.stateDir)/\($0)")
        }
    }

    private static func tokenOfRun(_ scene: Scene) async throws -> String {
        try await scene.daemon.waitFor("web", "running")
        return try await eventually("the run has a token") {
            guard let text = TextFile.read("\(scene.trace.path).config"), !text.isEmpty else { return nil }
            return try JSONParser.parse(text, limits: .own).value["access_token"]?.string
        }
    }
}

extension AccessTests {
    private static func parts(_ token: String) -> [String] { token.split(separator: ".").map(String.init) }

    fileprivate static func claims(_ token: String) throws -> JSONValue {
        let padded = parts(token)[1].replacing("-", with: "+").replacing("_", with: "/")
        let text = padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)
        return try JSONParser.parse(Array(try #require(Data(base64Encoded: text))), limits: .own).value
    }

    private static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing(
            "/",
            with: "_"
        )
    }

    /// The token that says it needs no signature, and has none.
    fileprivate static func unsigned(_ token: String) throws -> String {
        "\(encoded(#"{"alg":"none","typ":"JWT","kid":"1"}"#)).\(parts(token)[1])."
    }

    fileprivate static func relabelled(_ token: String, algorithm: String) throws -> String {
        let parts = parts(token)
        return "\(encoded(#"{"alg":"\#(algorithm)","typ":"JWT","kid":"1"}"#)).\(parts[1]).\(parts[2])"
    }

    /// The token that says to be a user's.
    fileprivate static func tampered(_ token: String) throws -> String {
        let parts = parts(token)
        let text = try claims(token).text().replacing(#""type":"service""#, with: #""type":"user""#)
        return "\(parts[0]).\(encoded(text)).\(parts[2])"
    }
}

extension Scene {
    /// Runs a command that must not fail.
    fileprivate func succeed(_ arguments: String...) async throws {
        let result = try await daemon.run(arguments)
        guard result.exit == 0 else { throw CommandFailed(result: result, remark: "a command failed") }
    }

    fileprivate func token(_ arguments: String...) async throws -> String {
        let result = try await daemon.run(["token", "create"] + arguments)
        guard result.exit == 0 else { throw CommandFailed(result: result, remark: "no token was made") }
        return result.output.trimmingCharacters(in: .newlines)
    }
}
