import GitSource
import Testing

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
            "file:///a%00b", "file:///a%0Ab", "file:///a%FFb",
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: RemoteURL.Malformed.self) { try RemoteURL(text) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test("starts a relative path where the program is")
    func relative() throws { #expect(try RemoteURL("repo.git").text.hasPrefix("/")) }
}
