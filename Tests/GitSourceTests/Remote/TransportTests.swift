import Domain
import GitSource
import TestSupport
import Testing

@Suite("A source over each transport", .endsWhenItHangs)
struct TransportTests {
    let bench: SourceBench
    let first: String

    init() throws {
        bench = try SourceBench()
        try bench.workshop.service("web")
        first = try bench.workshop.push()
    }

    /// Polls, polls in vain, and polls after a push.
    private func follow(_ source: GitConfigurationSource) async throws {
        let start = try await source.poll(accepted: nil)
        #expect(start.state?.revision.hex == first)
        #expect(start.state?.valid == ["web"])
        #expect(start.state?.ancestry == .unrelated)
        #expect(try await source.poll(accepted: start.state?.revision).isUnchanged)

        try bench.workshop.service("db")
        let second = try bench.workshop.push()
        let next = try await source.poll(accepted: start.state?.revision)
        #expect(next.state?.revision.hex == second)
        #expect(next.state?.valid == ["db", "web"])
        #expect(next.state?.ancestry == .descends)
        #expect(next.state?.changes?.base.hex == first)
        #expect(next.state?.changes?.folders.map(\.text) == ["db"])
    }

    @Test("follows a path")
    func path() async throws { try await follow(try bench.source()) }

    @Test("follows file://")
    func file() async throws { try await follow(try bench.source("file://\(bench.workshop.bare)")) }

    @Test("follows git://")
    func git() async throws {
        let server = try await GitRemotes.daemon(serving: bench.workshop.served)
        try await follow(try bench.source("git://127.0.0.1:\(server.port)/config.git"))
    }

    @Test("follows http://")
    func http() async throws {
        let server = try await GitRemotes.http(serving: bench.workshop.served)
        try await follow(try bench.source("http://127.0.0.1:\(server.port)/git/config.git"))
    }

    @Test("follows http:// with a user and a password, and says when they are wrong or missing")
    func basic() async throws {
        let server = try await GitRemotes.http(serving: bench.workshop.served, users: ["bot": "s3cret-word"])
        let url = "http://127.0.0.1:\(server.port)/git/config.git"
        let wrong = try bench.source(url, credentials: .basic(username: "bot", password: "wr0ng-word"))
        let refusal = await failure { _ = try await wrong.poll(accepted: nil) }
        #expect(
            refusal == "\(url): the server refused user name and password; check that they are right and not expired"
        )
        let none = try bench.source(url)
        #expect(await failure { _ = try await none.poll(accepted: nil) }.contains("none are configured"))

        try await follow(try bench.source(url, credentials: .basic(username: "bot", password: "s3cret-word")))
    }

    @Test("follows http:// of a server that asks for a password in a body without a type")
    func untyped() async throws {
        let server = try await GitRemotes.http(serving: bench.workshop.served, login: "bot:s3cret-word")
        let url = "http://127.0.0.1:\(server.port)/git/config.git"
        try await follow(try bench.source(url, credentials: .basic(username: "bot", password: "s3cret-word")))
        let wrong = try bench.source(url, credentials: .basic(username: "bot", password: "wr0ng-word"))
        let refusal = await failure { _ = try await wrong.poll(accepted: nil) }
        #expect(refusal.contains("the server refused user name and password"), "\(refusal)")
    }

    @Test("follows http:// with a user in the URL, in percent codes")
    func encodedUser() async throws {
        let server = try await GitRemotes.http(serving: bench.workshop.served, users: ["b@t": "t0ken-t0ken"])
        let url = "http://b%40t@127.0.0.1:\(server.port)/git/config.git"
        try await follow(try bench.source(url, credentials: .token("t0ken-t0ken")))
    }

    @Test("follows https:// of an own authority with a token, and no server of an authority that it does not know")
    func https() async throws {
        let certificate = try GitCertificate()
        let server = try await GitRemotes.http(
            serving: bench.workshop.served,
            users: ["x-access-token": "t0ken-t0ken"],
            tls: certificate
        )
        let url = "https://localhost:\(server.port)/git/config.git"
        let stranger = try bench.source(url, credentials: .token("t0ken-t0ken"))
        let refusal = await failure { _ = try await stranger.poll(accepted: nil) }
        #expect(refusal.contains("certificate"), "\(refusal)")
        #expect(refusal.contains("\"ca\""), "\(refusal)")

        let source = try bench.source(
            url,
            credentials: .token("t0ken-t0ken"),
            certificateAuthority: certificate.authority
        )
        try await follow(source)
    }

    @Test("shows no credentials to another host that it is redirected to")
    func redirect() async throws {
        let other = try await GitRemotes.http(serving: bench.workshop.served, users: ["bot": "s3cret-word"])
        let server = try await GitRemotes.http(
            serving: bench.workshop.served,
            redirect: "http://localhost:\(other.port)/git/"
        )
        let url = "http://127.0.0.1:\(server.port)/elsewhere/config.git"
        let source = try bench.source(url, credentials: .basic(username: "bot", password: "s3cret-word"))
        let refusal = await failure { _ = try await source.poll(accepted: nil) }
        #expect(refusal.contains("configure the URL"), "\(refusal)")
    }

    @Test("follows ssh:// with a key, only of a server that it knows")
    func ssh() async throws {
        let server = try await GitRemotes.ssh()
        let url = "ssh://\(server.user)@127.0.0.1:\(server.port)\(bench.workshop.bare)"
        func source(_ knownHosts: String, key: String? = nil) throws -> GitConfigurationSource {
            let credentials = SSHCredentials(privateKey: key ?? server.privateKey, knownHosts: knownHosts)
            return try bench.source(url, credentials: .ssh(credentials))
        }
        let unknown = try source("")
        let refusal = await failure { _ = try await unknown.poll(accepted: nil) }
        #expect(refusal.contains("is not in the configured known_hosts"), "\(refusal)")
        #expect(refusal.contains("SHA256:"), "\(refusal)")
        let changed = try source("[127.0.0.1]:\(server.port) \(server.otherHostKey)\n")
        let alarm = await failure { _ = try await changed.poll(accepted: nil) }
        #expect(alarm.contains("not the one in"), "\(alarm)")
        let stranger = try source(server.knownHosts, key: server.strangerKey)
        let denial = await failure { _ = try await stranger.poll(accepted: nil) }
        #expect(denial.contains("refused an SSH key"), "\(denial)")

        let hashed = try source(try server.hashedKnownHosts())
        #expect(try await hashed.poll(accepted: nil).state?.valid == ["web"])
        try await follow(try source(server.knownHosts))
    }
}
