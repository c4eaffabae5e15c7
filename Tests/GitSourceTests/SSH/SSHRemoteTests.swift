import Domain
import Foundation
import Platform
import TestSupport
import Testing

@testable import GitSource

@Suite("A source over ssh", .endsWhenItHangs)
struct SSHRemoteTests {
    let bench: SourceBench
    let commit: String

    init() throws {
        bench = try SourceBench()
        try bench.workshop.service("web")
        commit = try bench.workshop.push()
    }

    private func url(_ server: GitSSHServer, _ path: String? = nil) -> String {
        "ssh://\(server.user)@127.0.0.1:\(server.port)\(path ?? bench.workshop.bare)"
    }

    /// What the repository's tip is, each time from an empty state folder.
    private func tip(
        _ server: GitSSHServer,
        path: String? = nil,
        knownHosts: String? = nil,
        key: String? = nil,
        executable: String? = nil
    ) async throws -> String? {
        let credentials = SSHCredentials(
            privateKey: key ?? server.privateKey,
            knownHosts: knownHosts ?? server.knownHosts
        )
        let source = try SourceBench(bench.workshop).source(
            url(server, path),
            credentials: .ssh(credentials),
            executable: executable
        )
        return try await source.poll(accepted: nil).state?.revision.hex
    }

    /// The program with other variables in its environment.
    private func program(_ variables: String) throws -> String {
        let name = "program-\(UInt64.random(in: 0...UInt64.max))"
        try bench.state.write("#!/bin/sh\n\(variables) exec \(GitProgram.reconciler()) \"$@\"\n", to: name, mode: 0o755)
        return bench.state.file(name)
    }

    /// The `ssh` that talk to a port.
    private func clients(_ port: UInt16) throws -> [Int32] {
        try ProcessTable.entries().map(\.pid).filter { pid in
            let line = ProcessTable.commandLine(of: pid)
            return line.hasPrefix("/") && line.contains("ssh -vv") && line.contains("-p \(port) ")
        }
    }

    @Test("is of a server with keys of three types, whichever one of them is known, and with RSA keys of the user")
    func types() async throws {
        let server = try await GitRemotes.ssh(["rsa", "ecdsa", "ed25519"])
        for type in ["rsa", "ecdsa", "ed25519"] {
            #expect(try await tip(server, knownHosts: server.knownHosts(type)) == commit, "\(type)")
            #expect(try await tip(server, knownHosts: server.hashedKnownHosts(type)) == commit, "\(type)")
        }
        #expect(try await tip(server, knownHosts: server.knownHosts("rsa"), key: server.rsaKey) == commit)
        #expect(try await tip(server, key: server.rsaKey.replacing("\n", with: "\r\n")) == commit)
    }

    @Test("takes the configured known_hosts and key, whatever the user has, and the user's where none are configured")
    func users() async throws {
        let server = try await GitRemotes.ssh()
        let home = bench.state.file("home")
        func write(_ text: String) throws { try bench.state.write(text, to: "home/.ssh/known_hosts") }
        try write(server.line(server.otherHostKey))
        let executable = try program("HOME=\(home)")
        #expect(try await tip(server, executable: executable) == commit)
        try write(server.knownHosts)
        let changed = await failure {
            _ = try await tip(server, knownHosts: server.line(server.otherHostKey), executable: executable)
        }
        #expect(changed.contains("not the one in the configured known_hosts"), "\(changed)")

        let socket = bench.state.file("agent")
        let agent = try SpawnRequest(
            executable: GitProgram.find("ssh-agent", package: "openssh-client"),
            arguments: ["-D", "-a", socket]
        ).start()
        defer { try? agent.send(SIGKILL) }
        #expect(await eventually { Folder.somethingExists(at: socket) })
        let add = try SpawnRequest(
            executable: GitProgram.find("ssh-add", package: "openssh-client"),
            arguments: ["-q", server.privateKeyFile],
            environment: ["SSH_AUTH_SOCK": socket]
        ).start()
        #expect(try add.wait() == .exited(0))
        let own = try program("HOME=\(home) SSH_AUTH_SOCK=\(socket)")
        let source = try bench.source(url(server), executable: own)
        #expect(try await source.poll(accepted: nil).state?.revision.hex == commit)
        try agent.send(SIGKILL)
        _ = try agent.wait()
    }

    @Test("says what was shown and what was known where the server is not trusted")
    func distrust() async throws {
        let server = try await GitRemotes.ssh(["rsa", "ed25519"])
        let unknown = await failure { _ = try await tip(server, knownHosts: "other ssh-rsa AAAA\n") }
        #expect(
            unknown.hasPrefix(
                "\(url(server)): the server is not in the configured known_hosts: it showed the key ssh-ed25519 SHA256:"
            ),
            "\(unknown)"
        )
        #expect(unknown.contains("(it offers rsa-sha2-512, rsa-sha2-256, ssh-ed25519)"), "\(unknown)")
        #expect(unknown.hasSuffix("ssh-keyscan -t ed25519 -p \(server.port) 127.0.0.1"), "\(unknown)")
        let ecdsa = try await GitRemotes.ssh(["ecdsa"]).knownHosts("ecdsa").split(separator: " ").dropFirst().joined(
            separator: " "
        )
        let types = await failure { _ = try await tip(server, knownHosts: server.line(ecdsa)) }
        #expect(types.contains("has no ssh-ed25519 key of the server, only ecdsa-sha2-nistp256"), "\(types)")
        let revoked = await failure {
            _ = try await tip(
                server,
                knownHosts: "@revoked * "
                    + server.knownHosts("ed25519").split(separator: " ").dropFirst().joined(separator: " ")
            )
        }
        #expect(revoked.contains("revoked"), "\(revoked)")
    }

    @Test("says which key was refused, and what is wrong with one that cannot be used")
    func keys() async throws {
        let server = try await GitRemotes.ssh()
        let refused = await failure { _ = try await tip(server, key: server.strangerKey) }
        #expect(
            refused.contains("the server refused an SSH key for the user \(server.user): it was shown ED25519 SHA256:"),
            "\(refused)"
        )
        #expect(refused.contains("it lets in by: publickey"), "\(refused)")
        let damaged = await failure {
            _ = try await tip(server, key: server.privateKey.split(separator: "\n").dropLast(3).joined(separator: "\n"))
        }
        #expect(damaged.contains("ssh cannot read \"ssh_key\""), "\(damaged)")
        for message in [refused, damaged] { #expect(!message.contains("/proc/")) }
    }

    @Test("says what is not at the path, or not there as it can be followed")
    func repositories() async throws {
        let server = try await GitRemotes.ssh()
        let nothing = await failure { _ = try await self.tip(server, path: "/nowhere/it's") }
        #expect(nothing.contains("'/nowhere/it's' does not appear to be a git repository; check that"), "\(nothing)")
        let served = bench.workshop.served
        try bench.workshop.push()
        try GitProgram.git(
            ["clone", "-q", "--bare", "--depth", "1", "file://\(bench.workshop.bare)", "shallow.git"],
            in: served
        )
        try GitProgram.git(["init", "-q", "--bare", "--object-format=sha256", "long.git"], in: served)
        let long = "\(served)/long.git"
        let tree = try GitProgram.git(["hash-object", "-t", "tree", "-w", "/dev/null"], in: long)
        let tip = try GitProgram.git(["commit-tree", tree, "-m", "first"], in: long)
        try GitProgram.git(["update-ref", "HEAD", tip], in: long)
        try GitProgram.git(["init", "-q", "--bare", "empty.git"], in: served)
        for (name, words) in [("shallow", "shallow"), ("long", "SHA-256"), ("empty", "the repository is empty")] {
            let message = await failure { _ = try await self.tip(server, path: "\(served)/\(name).git") }
            #expect(message.contains(words), "\(message)")
        }
        try FileManager.default.copyItem(atPath: bench.workshop.bare, toPath: "\(served)/it's a! $x.git")
        #expect(try await self.tip(server, path: "\(served)/it's%20a! $x.git") != nil)
    }

    @Test("says what is missing where there is no ssh")
    func withoutProgram() async throws {
        let server = try await GitRemotes.ssh()
        let message = await failure { _ = try await tip(server, executable: program("PATH=/nonexistent")) }
        #expect(message.contains("there is no ssh in the PATH /nonexistent; install it"), "\(message)")
        let password = try bench.source(url(server), credentials: .token("t0ken-t0ken"))
        #expect(await failure { _ = try await password.poll(accepted: nil) }.contains("wants an SSH key"))
    }

    @Test(
        "leaves no ssh behind, however an exchange with a silent server ends",
        arguments: ["timeout", "cancel", "crash"]
    )
    func ends(way: String) async throws {
        let server = try GitStrangeServer()
        let source = try bench.source("ssh://127.0.0.1:\(server.port)/r", timeout: way == "timeout" ? 2_000 : 3_600_000)
        let poll = Task { try await source.poll(accepted: nil) }
        #expect(try await eventually { try clients(server.port).count == 1 })
        switch way {
        case "cancel": poll.cancel()
        case "crash":
            let client = try #require(clients(server.port).first)
            let fetcher = try #require(ProcessTable.entries().first { $0.pid == client }?.parent)
            Signals.send(Signals.kill, to: fetcher)
        default: break
        }
        let message = await failure { _ = try await poll.value }
        #expect(way != "timeout" || message.contains("did not answer within 2s"), "\(message)")
        #expect(try await eventually { try clients(server.port).isEmpty })
    }

    @Test("leaves no ssh behind when the daemon is gone")
    func orphaned() async throws {
        let server = try GitStrangeServer()
        let configuration = GitSourceConfiguration(
            name: .sample("config"),
            url: try RemoteURL("ssh://127.0.0.1:\(server.port)/r"),
            stateFolder: bench.state.path
        )
        let request = try configuration.request(.selected(.head))
        let pipe = try Platform.Pipe()
        let fetcher = try SpawnRequest(
            executable: GitProgram.reconciler(),
            arguments: ["fetch"],
            environment: ["PATH": "/usr/bin:/bin"],
            descriptors: [0: pipe.reader.number],
            newSession: true
        ).start()
        let input = pipe.takeWriter()
        try input.writeAll(request.json.bytes() + [0x0A])
        #expect(try await eventually { try clients(server.port).count == 1 })
        _ = consume input
        _ = try await fetcher.exitStatus()
        #expect(try await eventually { try clients(server.port).isEmpty })
    }

    @Test("is asked many times and fetched from by one process, which keeps nothing of it")
    func repeated() async throws {
        let server = try await GitRemotes.ssh()
        let source = try bench.source(
            url(server),
            credentials: .ssh(SSHCredentials(privateKey: server.privateKey, knownHosts: server.knownHosts))
        )
        let accepted = try #require(try await source.poll(accepted: nil).state?.revision)
        for _ in 0..<20 { #expect(try await source.poll(accepted: accepted).isUnchanged) }
        #expect(try clients(server.port).isEmpty)
    }
}
