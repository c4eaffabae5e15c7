import Testing

@testable import StatusAPI

@Suite("The host of a request")
struct HostRuleTests {
    private let rule = HostRule(allowed: ["Status.example.org"])

    @Test(
        "may be an address, localhost, or a name that is allowed",
        arguments: [
            "127.0.0.1", "192.0.2.7:8080", "[::1]", "[2001:db8::7]:8080", "[::ffff:192.0.2.7]", "localhost:1",
            "LOCALHOST", "status.example.org", "STATUS.example.org:443",
        ]
    )
    func allowed(authority: String) { #expect(rule.allows(authority)) }

    @Test(
        "is no address with a sign in it, or anything else that only looks like one",
        arguments: [
            "+127.0.0.1", "127.+0.0.1", "127.0.0.+1:80", "127.0.0.1%25eth0", "127.0.0.-0", "127.0.0.1.", "127.0.0",
            "127.1", "0x7f.0.0.1", "127.0.0.256", "[::1", "[a:b]", "[evil.example:80]", "[fe80::1%25eth0]",
            "[127.0.0.1]", "[+1::]", "evil.example", "localhost.evil.example", "",
        ]
    )
    func refused(authority: String) { #expect(!rule.allows(authority)) }
}
