import Foundation

/// `sshd` on a port of this machine, with keys of its own, for the user who runs the tests.
package struct GitSSHServer: Sendable {
    package var port: UInt16 { server.port }
    /// The user to log in as.
    package let user: String
    /// The text of a private key that may log in.
    package let privateKey: String
    /// The text of a private key that may not.
    package let strangerKey: String
    /// The text of an RSA key that may log in.
    package let rsaKey: String
    /// The `known_hosts` lines of the server.
    package var knownHosts: String { hostKeys.map(line).joined() }
    /// The `known_hosts` line of its key of one type: `rsa`, `ecdsa` or `ed25519`.
    package func knownHosts(_ type: String) throws -> String {
        guard let key = hostKeys.first(where: { $0.contains(type) }) else {
            throw GitProgram.Failure(description: "the server has no \(type) key")
        }
        return line(key)
    }
    /// Such a line, for this server, of any key.
    package func line(_ key: String) -> String { "[127.0.0.1]:\(port) \(key)\n" }
    /// The lines of its keys with the host's name hashed.
    package func hashedKnownHosts(_ type: String? = nil) throws -> String {
        let file = scratch.file("hashed-\(UInt64.random(in: 0...UInt64.max))")
        try Data((type.map(knownHosts) ?? knownHosts).utf8).write(to: URL(fileURLWithPath: file))
        try GitProgram.run(
            try GitProgram.find("ssh-keygen", package: "openssh-client"),
            ["-q", "-H", "-f", file],
            in: scratch.path
        )
        return try String(contentsOfFile: file, encoding: .utf8)
    }
    /// The type and the key of some other server.
    package let otherHostKey: String
    /// The private key's file, for an agent.
    package var privateKeyFile: String { scratch.file("id") }
    private let hostKeys: [String]
    private let server: GitServer
    private let scratch: GitScratch

    /// - `types`: Of which types it has a key of its own, as `ssh-keygen -t` calls them.
    init(_ types: [String]) async throws {
        let scratch = try GitScratch("ssh")
        self.scratch = scratch
        let sshd = try GitProgram.find("sshd", package: "openssh-server")
        let keygen = try GitProgram.find("ssh-keygen", package: "openssh-client")
        let hosts = types.map { ("host_\($0)", $0) }
        for (name, type) in hosts + [
            ("other", "ed25519"), ("id", "ed25519"), ("id_rsa", "rsa"), ("stranger", "ed25519"),
        ] {
            try GitProgram.run(keygen, ["-q", "-t", type, "-N", "", "-f", scratch.file(name)], in: scratch.path)
        }
        func read(_ name: String) throws -> String { try String(contentsOfFile: scratch.file(name), encoding: .utf8) }
        func key(_ name: String) throws -> String {
            try read(name).split(separator: " ").prefix(2).joined(separator: " ")
        }
        user = NSUserName()
        privateKey = try read("id")
        strangerKey = try read("stranger")
        rsaKey = try read("id_rsa")
        hostKeys = try hosts.map { try key("\($0.0).pub") }
        otherHostKey = try key("other.pub")
        try scratch.write(try read("id.pub") + read("id_rsa.pub"), to: "authorized_keys", mode: 0o600)
        // sshd as root wants it; for others it does without.
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        server = try await GitServer(scratch: scratch) { port in
            try scratch.write(GitSSHServer.configuration(port, hosts.map(\.0), scratch), to: "sshd_config")
            return [sshd, "-D", "-f", scratch.file("sshd_config"), "-E", scratch.file("sshd.log")]
        }
    }

    private static func configuration(_ port: UInt16, _ keys: [String], _ scratch: GitScratch) -> String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        \(keys.map { "HostKey \(scratch.file($0))" }.joined(separator: "\n"))
        PidFile none
        AuthorizedKeysFile \(scratch.file("authorized_keys"))
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        UsePAM no
        StrictModes no
        UseDNS no
        MaxStartups 100

        """
    }
}
