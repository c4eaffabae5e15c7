import Domain
import Platform
import TestSupport
import Testing

@testable import Persistence

@Suite("A definition in the store")
struct StoredDefinitionTests {
    /// Rows as the first format has them.
    static let rows = [
        #"{"name":"web","deploy_script":"deploy.sh"}"#,
        #"""
        {"name":"web","description":"The shop","version":"1.2","deploy_script":"bin/deploy","timeout":"1h30m","env":
        {"MODE":"prod","PASSWORD":{"secret":"shop"}},"watch":["../common","x.txt"],"depends_on":["db","cache"],"steps":
        [{"name":"one"},{"name":"two","description":"later"}],"retry":{"limit":5,"backoff":"10m"},"suspend":true}
        """#,
        #"""
        {"name":"site","ansible_playbook":"site.yml","inventory":"hosts","limit":"web*","tags":"a, b ,c","skip_tags":
        ["slow"],"extra_vars":{"port":8080,"list":[1,2.50,null]},"retry":{"max_backoff":"2s"}}
        """#,
        #"""
        {"name":"site","ansible_playbook":"site.yml","extra_vars_files":["a.yml","../b.yml"],"user":"deploy","vault_ids":
        [{"id":"dev","secret":"vault.dev"}],"forks":20,"requirements":["../r.yml"]}
        """#,
        #"{"name":"site","ansible_playbook":"site.yml","requirements":[]}"#,
        #"{"name":"site","ansible_playbook":"../site.yml","inventory":["hosts","web1,web2"],"retry":{"limit":0}}"#,
    ]

    private static func json(_ text: String) throws -> JSONValue { try JSONParser.parse(text, limits: .file).value }

    @Test("is read as it was accepted", arguments: rows)
    func accepted(row: String) throws {
        let folder = RepositoryPath.sample("web")
        guard
            case .decoded(let decoded) = DefinitionDecoder.decode(try JSONParser.parse(row, limits: .file), at: folder)
        else {
            Issue.record("the row is no definition")
            return
        }
        #expect(try StoredDefinition(Self.json(row)).definition() == decoded.definition)
        #expect(StoredDefinition.row(of: decoded.definition).value == (try Self.json(row)))
    }

    @Test(
        "is read though today's files may not say it",
        arguments: [
            (#""timeout": "1ms""#, 1), (#""timeout": "9000h""#, 9_000 * 3_600_000), (#""timeout": 5"#, 1_800_000),
            (#""env": {"PATH": "/bin", "": "x"}"#, 1_800_000), (#""unknown": {"key": 1}"#, 1_800_000),
            (#""depends_on": ["web", "a", "a"]"#, 1_800_000), (#""retry": {"limit": -9223372036854775808}"#, 1_800_000),
            (#""retry": {"limit": 9223372036854775807, "backoff": "1h", "max_backoff": "1s"}"#, 1_800_000),
            (#""watch": ["/etc/passwd", "-x", ""], "tags": "only for ansible""#, 1_800_000),
        ] as [(String, Int64)]
    )
    func refusedToday(keys: String, timeout: Int64) throws {
        let text = #"{"name": "web", "deploy_script": "-deploy", \#(keys)}"#
        let node = try JSONParser.parse(text, limits: .file)
        guard case .problems = DefinitionDecoder.decode(node, at: .sample("web")) else {
            Issue.record("it may be said today")
            return
        }
        let definition = try StoredDefinition(node.value).definition()
        #expect(definition.timeout == timeout)
        #expect(definition.action == .script(RelativePath(stored: "-deploy")))
        #expect(definition.data == node.value)
        #expect(definition.retry.wait(afterFailures: .max, jitter: 1) >= 0)
    }

    @Test("is an error without a name, without anything to run, and in the format of a later version")
    func unreadable() throws {
        for text in [#"{"deploy_script": "x"}"#, #"{"name": "web"}"#, #"{"format": 2, "name": "web"}"#, "[]"] {
            #expect(throws: StoredDefinition.Unreadable.self) {
                try StoredDefinition(Self.json(text)).definition()
            }
        }
    }

    @Test("is read from a row that an earlier version wrote")
    func earlierRow() async throws {
        let store = try StoreKind.sqlite.make()
        let folder = try #require(store.folder)
        let service = Service.sample()
        _ = try await store.perform { transaction in
            try transaction.save(Source.sample())
            try transaction.save(service)
        }
        let session = Session(try Connection(path: folder.store, mode: .readWrite))
        let row = #"{"name":"web","deploy_script":"deploy.sh","env":{"LD_PRELOAD":"x"},"gone":1}"#
        try session.run("UPDATE services SET definition = ?", .text(row))
        let found = try await store.read { try $0.services.find(service.id) }
        #expect(found?.desired.definition.environment == [EnvironmentVariable(name: "LD_PRELOAD", value: "x")])
        #expect(found?.desired.definition.data["gone"] == .integer(1))
    }
}
