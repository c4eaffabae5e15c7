import Domain
import Testing

@testable import CLI
@testable import Execution

@Suite("How requirements are installed")
struct GalaxyConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ galaxy: String) throws -> DaemonConfiguration {
        let text = #"{"sources": [{"url": "https://h/a"}], "ansible": {"galaxy": \#(galaxy)}}"#
        return try ConfigurationReader.read(
            ConfigurationReader.Input(
                values: ["config": try folder.write("config.json", text)],
                environment: ["HOME": "/home/someone", "HUB": "token-of-hub"],
                workingDirectory: folder.path,
                user: .init(isRoot: false, name: "someone")
            )
        )
    }

    private func problem(_ galaxy: String) -> String {
        let error = #expect(throws: InvalidConfiguration.self) { try read(galaxy) }
        #expect(error?.problems.count == 1)
        return error?.problems.first?.message ?? ""
    }

    @Test("is as the configuration says, or as usual")
    func said() throws {
        let usual = try read("{}").ansible.galaxy
        #expect(
            usual == GalaxyConfiguration() && usual.settings.timeout == 600_000 && !usual.settings.offline
        )
        let configuration = try read(
            #"""
            {"program": "bin/ansible-galaxy", "offline": true, "timeout": "90s", "local": true, "servers":
            ["https://galaxy.example.org/api/", {"name": "hub", "url": "http://127.0.0.1:8/", "token": {"env": "HUB"}}]}
            """#
        )
        let settings = configuration.ansible.galaxy.settings
        #expect(settings.program == "\(folder.path)/bin/ansible-galaxy" && settings.timeout == 90_000)
        #expect(
            settings.offline && settings.local && settings.servers.map(\.name) == ["server1", "hub"]
        )
        #expect(
            settings.servers.map(\.url) == ["https://galaxy.example.org/api/", "http://127.0.0.1:8/"]
        )
        let secrets = RunSecrets(configuration, ["HUB": "token-of-hub"])
        #expect(try secrets.galaxyTokens() == ["hub": "token-of-hub"])
        #expect(throws: (any Error).self) { try RunSecrets(configuration, [:]).galaxyTokens() }
    }

    @Test("keeps the daemon from starting when it is not well said")
    func problems() {
        #expect(problem("[]").hasPrefix("expected an object"))
        #expect(problem(#"{"server": []}"#).hasPrefix("unknown key \"server\""))
        #expect(problem(#"{"offline": "yes"}"#) == "expected true or false, found a string")
        #expect(problem(#"{"timeout": "1ms"}"#) == "expected a duration from 1s to 24h")
        #expect(problem(#"{"servers": "https://h/"}"#) == "expected an array of at most 20 servers")
        #expect(
            problem(#"{"servers": ["ftp://h/"]}"#)
                == "expected an address that begins with https:// or http://"
        )
        #expect(problem(#"{"servers": [{"name": "a"}]}"#) == "the key \"url\" is missing")
        #expect(
            problem(#"{"servers": [{"name": "a b", "url": "https://h/"}]}"#).hasPrefix(
                "a server's name must be"
            )
        )
        #expect(
            problem(#"{"servers": [{"url": "https://h/", "token": {"env": "NO"}}]}"#)
                == "the variable NO is not set"
        )
        #expect(
            problem(#"{"servers": [{"url": "http://h.example.org/", "token": {"env": "HUB"}}]}"#)
                == "expected an address that begins with https://, or http:// on loopback, because a token is sent there"
        )
        #expect(
            problem(#"{"servers": ["https://h/", {"name": "SERVER1", "url": "https://i/"}]}"#)
                == "another server is called \"SERVER1\" too; give it a \"name\""
        )
    }
}
