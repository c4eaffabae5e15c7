import Crypto
import Testing

@testable import GitSource

@Suite("The known hosts")
struct KnownHostsTests {
    private static func line(_ hosts: String, _ type: String = "ssh-ed25519") -> String {
        "\(hosts) \(type) \(Base64.standard.encode([UInt8](repeating: 1, count: 32))) comment\n"
    }

    private func types(_ text: String, _ name: String = "git.example.org") -> [String] {
        KnownHosts(text).types(of: name)
    }

    @Test("have the types of a host's keys")
    func known() {
        #expect(types(Self.line("git.example.org")) == ["ssh-ed25519"])
        #expect(
            types(Self.line("a,GIT.example.org,b", "ssh-rsa") + Self.line("*.example.org")) == [
                "ssh-rsa", "ssh-ed25519",
            ]
        )
        #expect(types(Self.line("git.example.or?") + Self.line("git.example.org")) == ["ssh-ed25519"])
        #expect(types(Self.line("[git.example.org]:2222"), "[git.example.org]:2222") == ["ssh-ed25519"])
        let hashed = "|1|n1XZCeLvOWL3RMldfjWYIjWUWsE=|wbi6wqMD1a0SQUCGqUYvEsBtPxE="
        #expect(types(Self.line(hashed), "other.example.org").isEmpty)
    }

    @Test("have nothing of another host, of revoked keys and of authorities")
    func unknown() {
        #expect(types("").isEmpty)
        #expect(types(Self.line("example.org")).isEmpty)
        #expect(types(Self.line("*.example.org,!git.example.org")).isEmpty)
        #expect(types(Self.line("[git.example.org]:2222")).isEmpty)
        #expect(types("@revoked " + Self.line("*")).isEmpty)
        #expect(types("@cert-authority " + Self.line("*")).isEmpty)
    }

    @Test("are read past lines that are none")
    func garbage() {
        let noise = "x\n|1|a\n|1|x|y z !!\n\u{0}\n@\n# a b c\n" + String(repeating: "a ", count: 1_000) + "\n"
        #expect(types(noise + Self.line("git.example.org")) == ["ssh-ed25519"])
    }

    @Test("match patterns without taking for ever")
    func patterns() {
        let pattern = String(repeating: "*a", count: 200)
        #expect(!HostPattern.matches(pattern, String(repeating: "a", count: 150) + "b"))
        #expect(HostPattern.matches("*", ""))
        #expect(!HostPattern.matches("", "a"))
    }
}
