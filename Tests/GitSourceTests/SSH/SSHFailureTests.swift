import Platform
import Testing

@testable import GitSource

/// By words of OpenSSH 8.4 to 10.
@Suite("Why ssh has ended")
struct SSHFailureTests {
    private func sentence(
        _ lines: [String],
        knownHosts: String = "",
        url: String = "ssh://git@host:2222/r",
        status: Platform.ExitStatus = .exited(255)
    ) throws -> String {
        let url = try RemoteURL(url)
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        let login = try SSHLogin(.ssh(SSHCredentials(privateKey: key, knownHosts: knownHosts)), of: url)
        return SSHFailure(lines: ["OpenSSH_9.2p1"] + lines, status: status, url: url, login: login).description
    }

    private static let shown = [
        "debug2: local client KEXINIT proposal", "debug2: host key algorithms: a,b",
        "debug2: peer server KEXINIT proposal", "debug2: host key algorithms: rsa-sha2-512,ssh-ed25519",
        "debug1: Server host key: ssh-ed25519 SHA256:abc",
    ]

    @Test("names a host key that is not known, what is known, and how to get it")
    func hostKeys() throws {
        let unknown =
            Self.shown + [
                "No ED25519 host key is known for [host]:2222 and you have requested strict checking.",
                "Host key verification failed.",
            ]
        #expect(
            try sentence(unknown)
                == "the server is not in the configured known_hosts: it showed the key ssh-ed25519 SHA256:abc (it offers "
                + "rsa-sha2-512, ssh-ed25519); compare it with what the server's operator says, then add it to the "
                + "configured known_hosts, for example with: ssh-keyscan -t ed25519 -p 2222 host"
        )
        #expect(
            try sentence(unknown, knownHosts: "[host]:2222 ecdsa-sha2-nistp256 AAAA\n").hasPrefix(
                "the configured known_hosts has no ssh-ed25519 key of the server, only ecdsa-sha2-nistp256: it showed "
            )
        )
        let changed =
            Self.shown + [
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @", "Host key verification failed.",
            ]
        #expect(
            try sentence(changed).hasPrefix("the server's key is not the one in the configured known_hosts: it showed")
        )
        let revoked = Self.shown + ["@       WARNING: REVOKED HOST KEY DETECTED!               @"]
        #expect(try sentence(revoked).contains("is revoked in the configured known_hosts"))
    }

    @Test("names the key that the server does not take, the user, and what it takes")
    func login() throws {
        let refused = [
            "debug1: Authenticating to host:2222 as 'git'",
            "debug1: Authentications that can continue: publickey,password",
            "debug1: Offering public key: /proc/1/fd/2 RSA SHA256:mine explicit",
            "git@host: Permission denied (publickey,password).",
        ]
        #expect(
            try sentence(refused)
                == "the server refused an SSH key for the user git: it was shown RSA SHA256:mine; it lets in by: publickey, "
                + "password; check that it knows this key"
        )
        #expect(
            try sentence(["debug1: send_pubkey_test: no mutual signature algorithm"] + refused).contains(
                "use an ed25519 key"
            )
        )
        let nothing = [
            "debug1: Authentications that can continue: password", "git@host: Permission denied (password).",
        ]
        #expect(try sentence(nothing).contains("none that could be shown; it lets in by: password"))
        let damaged = ["Load key \"/proc/1/fd/2\": error in libcrypto", "git@host: Permission denied (publickey)."]
        #expect(try sentence(damaged).hasPrefix("ssh cannot read \"ssh_key\": error in libcrypto"))
        #expect(try sentence(damaged.prefix(1) + refused).hasPrefix("the server refused an SSH key for the user git"))
        let many = ["Received disconnect from 1.2.3.4 port 22:2: Too many authentication failures"]
        #expect(try sentence(many).contains("set \"ssh_key\""))
    }

    @Test(
        "names what is in the way of a connection",
        arguments: [
            (
                "ssh: Could not resolve hostname host: Name or service not known",
                "the host's name is not known: Could not"
            ),
            (
                "ssh: connect to host h port 22: Connection refused",
                "could not connect: connect to host h port 22: Connection refused"
            ),
            (
                "ssh: connect to host h port 22: Connection timed out",
                "could not connect: connect to host h port 22: Connection timed"
            ),
            (
                "Unable to negotiate with h port 22: no matching host key type found. Their offer: ssh-dss",
                "ssh and the server have"
            ),
            ("kex_exchange_identification: Connection closed by remote host", "the server hung up"),
            ("No user exists for uid 12345", "No user exists for uid 12345: ssh runs only"),
            ("Bad configuration option: x", "ssh: Bad configuration option: x"),
        ]
    )
    func connection(line: String, start: String) throws {
        let sentence = try sentence([line])
        #expect(sentence.hasPrefix(start), "\(sentence)")
    }

    @Test("tells what the server's own programs say, without what a terminal would carry out")
    func server() throws {
        let begun = ["a banner", "debug1: Sending command: git-upload-pack 'x'"]
        #expect(
            try sentence(begun + ["fatal: '/x' does not appear to be a git\u{1B} repository", "Transferred: sent 1"])
                == "fatal: '/x' does not appear to be a git repository; check that the path is a repository"
        )
        #expect(
            try sentence(begun + ["sh: git-upload-pack: not found"], status: .exited(127)).contains("install git there")
        )
        #expect(try sentence(begun).contains("without a word"))
        #expect(try sentence([]) == "ssh ended without a word: \(Platform.ExitStatus.exited(255))")
    }

    @Test("stays short, whatever a server says")
    func bounded() throws {
        let long = String(repeating: "x,", count: 30_000)
        let lines =
            Self.shown.map { $0 + long } + [
                "debug1: Authentications that can continue: \(long)", "Permission denied (\(long)",
            ]
        #expect(try sentence(lines).count < 4_000)
    }
}
