internal import CLibgit2

/// Turns libgit2's words about a remote into what was found and what to do.
enum RemoteFailure {
    /// Whether the failure may be the clone's and not the remote's.
    static func isLocal(_ error: GitError) -> Bool {
        let local = [
            GIT_ERROR_ODB, GIT_ERROR_OBJECT, GIT_ERROR_ZLIB, GIT_ERROR_REFERENCE, GIT_ERROR_TREE, GIT_ERROR_TAG,
            GIT_ERROR_INDEXER, GIT_ERROR_CONFIG, GIT_ERROR_FILESYSTEM,
        ]
        return local.contains { Int32($0.rawValue) == error.category }
    }

    /// - `proxies`: What the environment says of proxies.
    static func explain(
        _ error: GitError,
        _ url: RemoteURL,
        hiding secrets: [String],
        proxies: [String: String] = [:]
    ) -> String {
        var message = error.message
        for secret in secrets + [url.text] where secret.utf8.count >= 4 {
            message = message.replacing(secret, with: secret == url.text ? url.description : "…")
        }
        let isOfTheWay = [GIT_ERROR_NET, GIT_ERROR_OS, GIT_ERROR_HTTP].contains { Int32($0.rawValue) == error.category }
        let limitation = isOfTheWay ? ProxyVariables.limitation(url, proxies) : nil
        let asked = isOfTheWay ? ProxyVariables.asked(url, proxies) : nil
        return (limitation ?? advice(message) ?? asked).map { "\(message); \($0)" } ?? message
    }

    /// What is wrong with a certificate, by mbedTLS' flags (`MBEDTLS_X509_BADCERT_…`) in libgit2's message.
    private static func certificateAdvice(_ message: String) -> String? {
        guard let start = message.firstRange(of: "SSL certificate is invalid: 0x")?.upperBound,
            let flags = UInt32(message[start...].prefix { $0.isHexDigit }, radix: 16)
        else { return nil }
        if flags & 0x01 != 0 { return "the server's certificate has expired, or this machine's clock is wrong" }
        if flags & 0x0200 != 0 { return "the server's certificate is not valid yet, or this machine's clock is wrong" }
        if flags & 0x08 != 0 { return "if the server's certificate is from an own authority, set \"ca\" of the source" }
        guard flags & 0x04 != 0 else { return "the server's certificate is of a kind that mbedTLS 2.28 does not take" }
        return
            "the certificate names another host; an IP address in it (subjectAltName) is not read by mbedTLS 2.28: name "
            + "the server by a DNS name that its certificate has"
    }

    /// What to do about such words of libgit2 or of a server's programs; nil where nothing is known.
    static func advice(_ message: String) -> String? {
        if let advice = certificateAdvice(message) { return advice }
        let hints: [(found: String, advice: String)] = [
            ("status code: 404", "check the URL, and whether the repository may be read with these credentials"),
            ("status code: 401", "the server refused the credentials"),
            ("status code: 403", "these credentials may not read the repository"),
            (
                "server requires authentication that we do not support",
                "it offers no login by HTTP Basic (WWW-Authenticate), the only one that is supported; check the URL, and "
                    + "whether the repository may be read with a password or token"
            ),
            (
                "proxy requires authentication that we do not support",
                "it offers no login by HTTP Basic (Proxy-Authenticate), the only one that is supported"
            ),
            (
                "error parsing REF pkt-line",
                "a shallow repository, one with SHA-256 object ids, and a server that speaks version 2 of Git's protocol "
                    + "alone are not supported"
            ),
            ("redirect", "the server sends elsewhere, where credentials are not shown; configure the URL it sends to"),
            (
                "fatal alert message",
                "the server refused the TLS handshake; mbedTLS 2.28 speaks TLS 1.2 alone, and takes no Ed25519 certificates"
            ),
            ("does not appear to be a git repository", "check that the path is a repository"),
            ("could not find repository", "check that the path is a repository"),
            ("not our ref", "its objects are missing or damaged; look at it with git fsck, and restore them"),
            ("epository not found", "check the URL, and whether the repository may be read with these credentials"),
        ]
        return hints.first { message.contains($0.found) }?.advice
    }
}
