import Crypto
import Testing

@testable import GitSource

@Suite("The known hosts")
struct KnownHostsTests {
    private static func key(_ type: String, _ byte: UInt8) -> [UInt8] {
        [0, 0, 0, UInt8(type.utf8.count)] + Array(type.utf8) + [UInt8](repeating: byte, count: 32)
    }
    private static let ours = key("ssh-ed25519", 1)
    private static let other = key("ssh-ed25519", 2)
    private static let rsa = key("ssh-rsa", 3)

    private static func line(_ hosts: String, _ key: [UInt8]) -> String {
        "\(hosts) \(KnownHosts.type(of: key)) \(Base64.standard.encode(key)) comment\n"
    }

    private func judge(_ text: String, host: String = "git.example.org", port: UInt16 = 22) -> KnownHosts.Match {
        KnownHosts(text).judge(Self.ours, of: host, port: port)
    }

    @Test("trust a key that they have for the host")
    func trusted() {
        #expect(judge(Self.line("git.example.org", Self.ours)) == .trusted)
        #expect(judge(Self.line("a,GIT.example.org,b", Self.ours)) == .trusted)
        #expect(judge(Self.line("*.example.org", Self.ours)) == .trusted)
        #expect(judge(Self.line("git.example.or?", Self.ours)) == .trusted)
        #expect(judge(Self.line("[git.example.org]:2222", Self.ours), port: 2_222) == .trusted)
        #expect(judge(Self.line("git.example.org", Self.ours), port: 2_222) == .trusted)
        #expect(
            judge("# comment\n\n" + Self.line("git.example.org", Self.other) + Self.line("git.example.org", Self.ours))
                == .trusted
        )
    }

    @Test("do not trust another host's key, another key, or a revoked one")
    func distrusted() {
        #expect(judge("") == .unknown)
        #expect(judge(Self.line("example.org", Self.ours)) == .unknown)
        #expect(judge(Self.line("*.example.org,!git.example.org", Self.ours)) == .unknown)
        #expect(judge(Self.line("[git.example.org]:2222", Self.ours)) == .unknown)
        #expect(judge(Self.line("git.example.org", Self.other)) == .changed)
        #expect(judge(Self.line("git.example.org", Self.rsa)) == .otherTypes(["ssh-rsa"]))
        #expect(judge("@revoked " + Self.line("*", Self.ours) + Self.line("git.example.org", Self.ours)) == .revoked)
        #expect(judge("@cert-authority " + Self.line("*", Self.ours)) == .unknown)
    }

    @Test("are read past lines that are none")
    func garbage() {
        let noise = "x\n|1|a\n|1|x|y z !!\n\u{0}\n@\n" + String(repeating: "a ", count: 1_000) + "\n"
        #expect(judge(noise + Self.line("git.example.org", Self.ours)) == .trusted)
    }

    @Test("match patterns without taking for ever")
    func patterns() {
        let pattern = String(repeating: "*a", count: 200)
        #expect(!HostPattern.matches(pattern, String(repeating: "a", count: 150) + "b"))
        #expect(HostPattern.matches("*", ""))
        #expect(!HostPattern.matches("", "a"))
    }

    @Test("show a fingerprint as ssh-keygen does")
    func fingerprint() throws {
        #expect(try KnownHosts.fingerprint([]) == "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")
    }
}
