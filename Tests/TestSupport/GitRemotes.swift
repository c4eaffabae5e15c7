import Foundation

/// Real servers of Git repositories, each on a port of this machine.
package enum GitRemotes {
    /// `git daemon`: everything in `folder` over `git://`.
    package static func daemon(serving folder: String) async throws -> GitServer {
        // Not by way of git, which would start it as a child that outlives it.
        let daemon = try GitProgram.find("git-daemon", package: "git")
        return try await GitServer(scratch: try GitScratch("daemon")) { port in
            [
                daemon, "--listen=127.0.0.1", "--port=\(port)", "--base-path=\(folder)", "--export-all",
                "--reuseaddr", folder,
            ]
        }
    }

    /// lighttpd with `git http-backend`: everything in `folder` at `/git/`, over HTTP or HTTPS.
    ///
    /// With `users`, names and their passwords, for them alone; with `login`, of one user, the same by an answer whose
    /// body has no type; with `redirect`, `/elsewhere/…` leads there, for example to `http://127.0.0.1:80/git/`.
    package static func http(
        serving folder: String,
        users: [String: String]? = nil,
        login: String? = nil,
        tls: GitCertificate? = nil,
        redirect: String? = nil
    ) async throws -> GitServer {
        let lighttpd = try GitProgram.find("lighttpd", package: "lighttpd lighttpd-mod-openssl")
        let backend = try GitProgram.find("git-http-backend", package: "git")
        let scratch = try GitScratch("http")
        if let login { try scratch.write(guarded(backend, login), to: "guarded", mode: 0o755) }
        return try await GitServer(scratch: scratch) { port in
            let configuration = LighttpdConfiguration(
                port: port,
                folder: folder,
                backend: login == nil ? backend : scratch.file("guarded"),
                users: users,
                tls: tls,
                redirect: redirect,
                scratch: scratch
            )
            try scratch.write(try configuration.text(), to: "lighttpd.conf")
            return [lighttpd, "-D", "-f", scratch.file("lighttpd.conf")]
        }
    }

    /// The backend behind a login, as the `user:password` of HTTP Basic.
    private static func guarded(_ backend: String, _ login: String) -> String {
        let shown = Data(login.utf8).base64EncodedString()
        let refusal = #"Status: 401\r\nWWW-Authenticate: Basic realm="git"\r\nContent-Length: 8\r\n\r\nno entry"#
        return """
            #!/bin/sh
            [ "$HTTP_AUTHORIZATION" = "Basic \(shown)" ] && exec \(backend)
            printf '\(refusal)'
            """
    }

    /// `sshd` as the user who runs the tests; see ``GitSSHServer``.
    package static func ssh(_ types: [String] = ["ed25519"]) async throws -> GitSSHServer {
        try await GitSSHServer(types)
    }
}

private struct LighttpdConfiguration {
    let port: UInt16
    let folder: String
    let backend: String
    let users: [String: String]?
    let tls: GitCertificate?
    let redirect: String?
    let scratch: GitScratch

    func text() throws -> String {
        var lines = [
            "server.modules = (\"mod_auth\", \"mod_authn_file\", \"mod_redirect\", \"mod_setenv\", \"mod_alias\", \"mod_cgi\"\(tls == nil ? "" : ", \"mod_openssl\""))",
            "server.document-root = \"\(scratch.path)\"",
            "server.port = \(port)",
            "server.bind = \"127.0.0.1\"",
            "server.errorlog = \"\(scratch.file("error.log"))\"",
            "alias.url = (\"/git/\" => \"\(backend)/\")",
            "cgi.assign = (\"\" => \"\")",
            "setenv.add-environment = (\"GIT_PROJECT_ROOT\" => \"\(folder)\", \"GIT_HTTP_EXPORT_ALL\" => \"1\", \"GIT_CONFIG_COUNT\" => \"1\", \"GIT_CONFIG_KEY_0\" => \"safe.directory\", \"GIT_CONFIG_VALUE_0\" => \"*\")",
        ]
        if let tls { lines += ["ssl.engine = \"enable\"", "ssl.pemfile = \"\(tls.pair)\""] }
        if let redirect { lines.append("url.redirect = (\"^/elsewhere/(.*)\" => \"\(redirect)$1\")") }
        if let users {
            try scratch.write(users.map { "\($0.key):\($0.value)\n" }.joined(), to: "users")
            lines += [
                "auth.backend = \"plain\"", "auth.backend.plain.userfile = \"\(scratch.file("users"))\"",
                "auth.require = (\"/git/\" => (\"method\" => \"basic\", \"realm\" => \"git\", \"require\" => \"valid-user\"))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
