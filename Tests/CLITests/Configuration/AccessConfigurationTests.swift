import Testing

@testable import CLI

@Suite("Who may read the status API, as configured")
struct AccessConfigurationTests {
    private func read(_ values: [String: String]) throws -> DaemonConfiguration.Access {
        try ConfigurationReader.read(
            ConfigurationReader.Input(
                values: values.merging(["repo": "/r", "state-dir": "/s"]) { own, _ in own },
                environment: [:],
                workingDirectory: "/",
                user: .init(isRoot: false, name: "someone")
            )
        ).access
    }

    @Test(
        "is everybody on a loopback address, and those with a token elsewhere, unless it is said",
        arguments: [
            (nil, nil, false), ("127.0.0.1:1", nil, false), ("0.0.0.0:1", nil, true), (":1", nil, true),
            ("127.0.0.1:1", "on", true), ("localhost:1", "off", false), ("192.0.2.7:1", "on", true),
        ] as [(String?, String?, Bool)]
    )
    func guarded(listen: String?, auth: String?, isGuarded: Bool) throws {
        let values = ["status-listen": listen, "auth": auth].compactMapValues(\.self)
        #expect(try read(values).isGuarded == isGuarded)
    }

    @Test("is never everybody elsewhere", arguments: ["0.0.0.0:1", ":1", "192.0.2.7:1", "127.example.org:1"])
    func refused(listen: String) throws {
        let error = #expect(throws: InvalidConfiguration.self) { try read(["status-listen": listen, "auth": "off"]) }
        let problem = try #require(error?.problems.first?.description)
        #expect(problem.hasPrefix("--auth: \"off\" lets everybody read the status API"))
    }

    @Test("is said with one of two words", arguments: ["yes", "true", "ON"])
    func words(word: String) throws {
        let error = #expect(throws: InvalidConfiguration.self) { try read(["auth": word]) }
        #expect(try #require(error?.problems.first?.description).contains("one of on, off"))
    }

    @Test("comes through proxies that are named by address")
    func proxies() throws {
        #expect(try read(["proxies": #"["192.0.2.7", "10.0.0.0/8"]"#]).proxies.count == 2)
        for bad in [#"["proxy.example.org"]"#, #"["10.0.0.0/99"]"#, "192.0.2.7", "[1]"] {
            #expect(throws: InvalidConfiguration.self) { try read(["proxies": bad]) }
        }
    }
}
