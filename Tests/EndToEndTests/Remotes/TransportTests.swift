import Domain
import TestSupport
import Testing

@Suite("A daemon follows a repository")
struct TransportTests {
    @Test("at a plain path")
    func path() async throws {
        try await expectFollowed { Remote(["url": .string($0.bare)]) }
    }

    @Test("by file://")
    func file() async throws {
        try await expectFollowed { Remote(["url": .string("file://\($0.bare)")]) }
    }

    @Test("by git://")
    func gitDaemon() async throws {
        try await expectFollowed { repository in
            let server = try await GitRemotes.daemon(serving: repository.folder)
            return Remote(["url": .string("git://127.0.0.1:\(server.port)/config.git")], server)
        }
    }

    @Test("by http:// with a user name and a password")
    func http() async throws {
        try await expectFollowed { repository in
            let server = try await GitRemotes.http(serving: repository.folder, users: ["bot": "s3cret"])
            return Remote(
                [
                    "url": .string("http://127.0.0.1:\(server.port)/git/config.git"),
                    "credentials": .members([
                        "username": try repository.secret("user", "bot"),
                        "password": try repository.secret("password", "s3cret\n"),
                    ]),
                ],
                server
            )
        }
    }

    @Test("by https:// with an authority of its own")
    func https() async throws {
        try await expectFollowed { repository in
            let certificate = try GitCertificate()
            let server = try await GitRemotes.http(serving: repository.folder, tls: certificate)
            return Remote(
                [
                    "url": .string("https://localhost:\(server.port)/git/config.git"),
                    "ca": .string(certificate.authority),
                ],
                (server, certificate)
            )
        }
    }

    @Test("by ssh:// with a key and strictly known hosts")
    func ssh() async throws {
        try await expectFollowed { repository in
            let server = try await GitRemotes.ssh()
            return Remote(
                [
                    "url": .string("ssh://\(server.user)@127.0.0.1:\(server.port)\(repository.bare)"),
                    "credentials": .members([
                        "ssh_key": try repository.secret("key", server.privateKey),
                        "known_hosts": try repository.secret("hosts", server.knownHosts),
                    ]),
                ],
                server
            )
        }
    }

    @Test("but trusts neither an unknown certificate nor an unknown host, and shows no secret")
    func distrust() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(Trace(folder: folder).samples.script("web"))
            let https = try await GitRemotes.http(serving: folder, tls: try GitCertificate())
            let ssh = try await GitRemotes.ssh()
            let refused = try await GitRemotes.http(serving: folder, users: ["bot": "s3cret"])
            let sources: [JSONValue] = [
                .members([
                    "name": .string("tls"), "url": .string("https://localhost:\(https.port)/git/config.git"),
                ]),
                .members([
                    "name": .string("host"),
                    "url": .string("ssh://\(ssh.user)@127.0.0.1:\(ssh.port)\(repository.bare)"),
                    "credentials": .members([
                        "ssh_key": try repository.secret("key", ssh.privateKey),
                        "known_hosts": try repository.secret("hosts", "[127.0.0.1]:\(ssh.port) \(ssh.otherHostKey)\n"),
                    ]),
                ]),
                .members([
                    "name": .string("password"), "url": .string("http://127.0.0.1:\(refused.port)/git/config.git"),
                    "credentials": .members([
                        "username": try repository.secret("user", "bot"),
                        "password": try repository.secret("password", "wr0ng-password"),
                    ]),
                ]),
            ]
            let daemon = try await DaemonUnderTest(
                in: folder,
                DaemonUnderTest.Options(arguments: ["--sources", JSONValue.array(sources).text()])
            )
            for name in ["tls", "host", "password"] {
                let source = try await eventually("\(name) was polled") {
                    let source = try await daemon.source(name)
                    return source?["observed"]?.string == nil ? nil : source
                }
                #expect(source["ready"]?.bool == false, "\(name)")
                #expect(source["message"]?.string?.isEmpty == false)
            }
            let status = try await daemon.run("status", "-o", "json").output
            #expect(!(status + daemon.log).contains("wr0ng-password"))
            withExtendedLifetime((https, ssh, refused)) {}
        }
    }

    /// A configured source, and the server that must live as long as it is followed.
    private struct Remote {
        let source: KeyValuePairs<String, JSONValue>
        let server: Any?

        init(_ source: KeyValuePairs<String, JSONValue>, _ server: Any? = nil) {
            (self.source, self.server) = (source, server)
        }
    }

    /// Deploys the first commit and the second one of a repository that is reached in this way.
    private func expectFollowed(_ reach: (ConfigRepository) async throws -> Remote) async throws {
        try await withFolder { folder in
            let samples = Trace(folder: folder).samples
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(samples.script("web"))
            let remote = try await reach(repository)
            let sources = JSONValue.array([.members(remote.source)])
            var options = DaemonUnderTest.Options(arguments: ["--sources", sources.text()])
            options.interval = "100ms"
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await daemon.waitFor("web", "succeeded")
            let revision = try await repository.push(samples.script("web", version: "2"))
            try await daemon.waitFor("web", "succeeded", count: 2)
            #expect(Trace(folder: folder).lines == ["web 1", "web 2"])
            #expect(try await daemon.service("web")?["deployed"]?["revision"]?.string == revision)
            withExtendedLifetime(remote.server) {}
        }
    }
}

extension ConfigRepository {
    /// A secret in a file, as a configuration names it.
    fileprivate func secret(_ name: String, _ text: String) throws -> JSONValue {
        let path = "\(folder)/secret-\(name)"
        try TextFile.write(text, to: path)
        return .members(["file": .string(path)])
    }
}
