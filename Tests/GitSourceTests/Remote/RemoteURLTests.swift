import Testing

@testable import GitSource

@Suite("A remote's URL")
struct RemoteURLTests {
    @Test(
        "is read, and shown without credentials",
        arguments: [
            ("/srv/repo.git", RemoteURL.Transport.local, "", nil, "/srv/repo.git"),
            ("file:///srv/repo.git", .local, "", nil, "/srv/repo.git"),
            ("file:///srv/my%20repo%2Egit", .local, "", nil, "/srv/my repo.git"),
            ("file:///srv/100%/a%zz%+1", .local, "", nil, "/srv/100%/a%zz%+1"),
            ("git://host/repo", .git, "host", nil, "git://host/repo"),
            ("https://host:8443/repo.git", .https, "host", 8443, "https://host:8443/repo.git"),
            ("https://secret@host/repo", .https, "host", nil, "https://host/repo"),
            ("http://host/repo?token=secret", .http, "host", nil, "http://host/repo"),
            ("ssh://git@host:2222/repo", .ssh, "host", 2222, "ssh://git@host:2222/repo"),
            ("git@host:team/repo.git", .ssh, "host", nil, "git@host:team/repo.git"),
            ("host:repo", .ssh, "host", nil, "host:repo"),
            ("ssh://git@[::1]:22/repo", .ssh, "::1", 22, "ssh://git@[::1]:22/repo"),
            ("git@[::1]:repo", .ssh, "::1", nil, "git@[::1]:repo"),
        ] as [(String, RemoteURL.Transport, String, UInt16?, String)]
    )
    func read(text: String, transport: RemoteURL.Transport, host: String, port: UInt16?, shown: String) throws {
        let url = try RemoteURL(text)
        #expect(url.transport == transport)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.description == shown)
    }

    @Test(
        "is refused without repeating what may be secret",
        arguments: [
            "", "https://user:secret@host/repo", "ftp://host/repo", "https://host", "https:///repo", "ssh://-oProxy/x",
            "https://host:99999/repo", "https://host/re\npo", "file://host/repo",
            "-oProxyCommand=x@host:repo", "host:-repo", "ssh://-l@host/repo", "ssh://a%20b@host/repo",
            "ssh://host/a%0Ab",
            "file:///a%00b", "file:///a%0Ab", "file:///a%FFb",
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: RemoteURL.Malformed.self) { try RemoteURL(text) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "names what an SSH server is asked for, as git does",
        arguments: [
            ("ssh://git@host/team/repo.git", "/team/repo.git"), ("ssh://host/~bob/my%20repo", "~bob/my repo"),
            ("ssh://host/~/repo", "~/repo"), ("git@host:team/repo.git", "team/repo.git"),
            ("host:/srv/a%20b", "/srv/a%20b"),
            ("host:~bob/repo", "~bob/repo"), ("git+ssh://host/repo?x#y", "/repo?x#y"), ("[::1]:repo", "repo"),
            ("https://host/repo", ""), ("/srv/repo", ""),
        ]
    )
    func pathOnServer(text: String, path: String) throws { #expect(try RemoteURL(text).pathOnServer == path) }

    @Test("has a user without percent codes")
    func user() throws {
        #expect(try RemoteURL("ssh://me%40corp@host/repo").user == "me@corp")
        #expect(try RemoteURL("me%40corp@host:repo").user == "me%40corp")
    }

    @Test("starts a relative path where the program is")
    func relative() throws { #expect(try RemoteURL("repo.git").text.hasPrefix("/")) }
}
