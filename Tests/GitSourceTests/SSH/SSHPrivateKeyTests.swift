import TestSupport
import Testing

@testable import GitSource

@Suite("A private key")
struct SSHPrivateKeyTests {
    private func key(_ arguments: String...) throws -> String {
        let folder = try GitScratch("key")
        let program = try GitProgram.find("ssh-keygen", package: "openssh-client")
        try GitProgram.run(program, ["-q", "-f", folder.file("key")] + arguments, in: folder.path)
        return try GitProgram.run("/bin/cat", [folder.file("key")], in: folder.path)
    }

    @Test(
        "without a passphrase is taken",
        arguments: [["-t", "ed25519"], ["-t", "rsa"], ["-t", "rsa", "-m", "PEM"]]
    )
    func plain(arguments: [String]) throws {
        #expect(
            SSHPrivateKey.problem(
                try key(arguments[0], arguments[1], "-m", arguments.last == "PEM" ? "PEM" : "RFC4716", "-N", "")
            ) == nil
        )
    }

    @Test("with a passphrase is told to be that", arguments: ["PEM", "PKCS8", "RFC4716"])
    func encrypted(format: String) throws {
        let text = try key("-t", "rsa", "-m", format, "-N", "a passphrase")
        #expect(SSHPrivateKey.problem(text)?.contains("passphrase") == true, "\(text)")
    }

    @Test("that is another thing is told to be that")
    func others() throws {
        #expect(SSHPrivateKey.problem("ssh-ed25519 AAAA me")?.contains("public key") == true)
        #expect(SSHPrivateKey.problem("PuTTY-User-Key-File-3: ssh-rsa\n")?.contains("puttygen") == true)
        #expect(SSHPrivateKey.problem("hello")?.contains("no private key") == true)
        #expect(SSHPrivateKey.problem("")?.contains("no private key") == true)
        #expect(SSHPrivateKey.problem("-----BEGIN OPENSSH PRIVATE KEY-----\n????\n") == nil)
    }
}
