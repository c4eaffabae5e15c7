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
    /// The `known_hosts` line of the server.
    package var knownHosts: String { "[127.0.0.1]:\(port) \(hostKey)\n" }
    /// The same with the host's name hashed.
    package func hashedKnownHosts() throws -> String {
        let file = scratch.file("hashed-\(UInt64.random(in: 0...UInt64.max))")
        try Data(knownHosts.utf8).write(to: URL(fileURLWithPath: file))
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
    private let hostKey: String
    private let server: GitServer
    private let scratch: GitScratch

    init() async throws {
        let scratch = try GitScratch("ssh")
        self.scratch = scratch
        let sshd = try GitProgram.find("sshd", package: "openssh-server")
        let keygen = try GitProgram.find("ssh-keygen", package: "openssh-client")
        for name in ["host", "other", "id", "stranger"] {
            try GitProgram.run(keygen, ["-q", "-t", "ed25519", "-N", "", "-f", scratch.file(name)], in: scratch.path)
        }
        func read(_ name: String) throws -> String { try String(contentsOfFile: scratch.file(name), encoding: .utf8) }
        func key(_ name: String) throws -> String {
            try read(name).split(separator: " ").prefix(2).joined(separator: " ")
        }
        user = NSUserName()
        privateKey = try read("id")
        strangerKey = try read("stranger")
        hostKey = try key("host.pub")
        otherHostKey = try key("other.pub")
        try scratch.write(try read("id.pub"), to: "authorized_keys", mode: 0o600)
        // sshd as root wants it; for others it does without.
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        server = try await GitServer(scratch: scratch) { port in
            try scratch.write(GitSSHServer.configuration(port, scratch), to: "sshd_config")
            return [sshd, "-D", "-f", scratch.file("sshd_config"), "-E", scratch.file("sshd.log")]
        }
    }

    private static func configuration(_ port: UInt16, _ scratch: GitScratch) -> String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(scratch.file("host"))
        PidFile none
        AuthorizedKeysFile \(scratch.file("authorized_keys"))
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        UsePAM no
        StrictModes no
        UseDNS no

        """
    }
}
