import Testing

@testable import GitSource

@Suite("A proxy of the environment")
struct ProxyVariablesTests {
    @Test(
        "may leave its scheme out",
        arguments: [
            ("127.0.0.1:3128", "http://127.0.0.1:3128"), ("http://proxy:1", "http://proxy:1"),
            ("socks5://proxy:1", "socks5://proxy:1"), ("", ""),
        ]
    )
    func scheme(value: String, complete: String) { #expect(ProxyVariables.withScheme(value) == complete) }

    @Test(
        "has secrets that are not shown, also where it is malformed",
        arguments: [
            ("http://u:S:p@w@h:x", ["http://u:S:p@w@h:x", "u:S:p@w", "S:p@w"]),
            ("user:secret@proxy", ["user:secret@proxy", "user:secret", "secret"]),
            ("http://proxy:1", []),
        ]
    )
    func secrets(value: String, secrets: [String]) { #expect(ProxyVariables.secrets(in: value) == secrets) }
}
