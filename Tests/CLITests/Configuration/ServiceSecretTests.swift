import Domain
import Testing

@testable import CLI
@testable import Execution

@Suite("A secret for services")
struct ServiceSecretTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ secrets: String, ansible: String = "{}") throws -> DaemonConfiguration {
        let text = #"{"sources": [{"url": "https://h/a"}], "secrets": \#(secrets), "ansible": \#(ansible)}"#
        let input = ConfigurationReader.Input(
            values: ["config": try folder.write("config.json", text)],
            environment: ["HOME": "/home/someone", "DB": "correct-horse"],
            workingDirectory: folder.path,
            user: .init(isRoot: false, name: "someone")
        )
        return try ConfigurationReader.read(input)
    }

    private func problem(_ secrets: String) -> String {
        let error = #expect(throws: InvalidConfiguration.self) { try read(secrets) }
        #expect(error?.problems.count == 1)
        return error?.problems.first?.message ?? ""
    }

    @Test("is read for the services that may have it, and for no others")
    func services() throws {
        let file = try folder.write("key", "from a file\n")
        let configuration = try read(
            #"{"db": {"env": "DB", "services": ["web", "api"]}, "key": {"file": "key", "services": []}}"#,
            ansible: #"{"vault_password": {"file": "key"}}"#
        )
        #expect(configuration.secrets["key"]?.place == .file(file))
        let secrets = RunSecrets(configuration, ["DB": "correct-horse"])
        #expect(try secrets.value("db", "web") == "correct-horse")
        #expect(try secrets.vaultPassword() == "from a file")
        let forbidden = #expect(throws: (any Error).self) { _ = try secrets.value("db", "worker") }
        #expect(forbidden.map { "\($0)" }?.hasPrefix("the secret \"db\" is not for the service worker; ") == true)
        let unknown = #expect(throws: UnknownSecret.self) { _ = try secrets.value("cache", "web") }
        #expect(unknown?.name == "cache")
    }

    @Test("is read anew for each run, and says so when it has gone")
    func gone() throws {
        try folder.write("key", "first\n")
        let configuration = try read(#"{"key": {"file": "key", "services": ["web"]}}"#)
        let secrets = RunSecrets(configuration, [:])
        #expect(try secrets.value("key", "web") == "first")
        try folder.write("key", "second\n")
        #expect(try secrets.value("key", "web") == "second")
        try folder.write("key", "\n")
        let error = #expect(throws: (any Error).self) { _ = try secrets.value("key", "web") }
        #expect(error.map { "\($0)" }?.hasPrefix("the secret \"key\" cannot be read: ") == true)
    }

    @Test("keeps the daemon from starting when it is not well said, or not there")
    func problems() {
        #expect(problem(#"{"db": {"env": "DB"}}"#).hasPrefix("the key \"services\" is missing"))
        #expect(problem(#"{"db": {"env": "NOPE", "services": ["web"]}}"#) == "the variable NOPE is not set")
        #expect(problem(#"{"db": {"services": ["web"]}}"#).hasPrefix("expected {\"file\": "))
        #expect(problem(#"{"db": {"env": "DB", "services": ["A B"]}}"#).hasPrefix("a service's name must be"))
        #expect(problem(#"{"db": {"env": "DB", "service": ["a"]}}"#).hasPrefix("unknown key \"service\""))
        #expect(problem(#"{"db": "correct-horse"}"#).hasPrefix("expected an object"))
        #expect(problem("[]").hasPrefix("expected an object of secrets by name"))
    }
}
