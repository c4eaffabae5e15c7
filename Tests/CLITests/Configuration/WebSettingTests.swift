import Testing

@testable import CLI

@Suite("The settings of who may ask")
struct WebSettingTests {
    private func setting(_ text: String) -> Setting {
        Setting(content: .text(text), origin: .flag("origins"), folder: "/")
    }

    @Test(
        "take origins, and write them as a browser does",
        arguments: [
            ("https://dashboard.example.org", "https://dashboard.example.org"),
            ("HTTPS://Dashboard.Example.org:443", "https://dashboard.example.org"),
            ("http://localhost:3000", "http://localhost:3000"), ("http://[::1]:80", "http://[::1]"),
            ("http://192.0.2.7:8443", "http://192.0.2.7:8443"),
        ]
    )
    func origin(text: String, written: String) throws {
        #expect(try setting("[\"\(text)\"]").origins() == [written])
    }

    @Test(
        "refuse what no browser sends as an origin",
        arguments: [
            "*", "null", "dashboard.example.org", "https://a.example.org/", "https://a.example.org/page",
            "https://", "https://a b", "ftp://a.example.org", "https://a.example.org:0", "https://a.example.org:99999",
            "https://user@a.example.org", "https://*.example.org", "https://[::1", "https://a.example.org:",
        ]
    )
    func noOrigin(text: String) {
        #expect(throws: ConfigurationProblem.self) { try setting("[\"\(text)\"]").origins() }
    }

    @Test("take names of hosts, in any case")
    func hosts() throws {
        #expect(try setting(#"["Reconciler.example.org", "box"]"#).hostNames() == ["reconciler.example.org", "box"])
    }

    @Test("refuse what is no name of a host", arguments: ["a:80", "", "*", "a..b", "-a", "https://a", "a/b", "[::1]"])
    func noHost(text: String) {
        #expect(throws: ConfigurationProblem.self) { try setting("[\"\(text)\"]").hostNames() }
    }

    @Test("are lists")
    func lists() {
        #expect(throws: ConfigurationProblem.self) { try setting("\"https://a.example.org\"").origins() }
        #expect(throws: ConfigurationProblem.self) { try setting("[1]").hostNames() }
    }
}
