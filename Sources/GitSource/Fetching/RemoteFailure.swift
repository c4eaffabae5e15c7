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

    static func explain(_ error: GitError, _ url: RemoteURL, hiding secrets: [String]) -> String {
        var message = error.message
        for secret in secrets + [url.text] where secret.utf8.count >= 4 {
            message = message.replacing(secret, with: secret == url.text ? url.description : "…")
        }
        return advice(message).map { "\(message); \($0)" } ?? message
    }

    /// What to do about such words of libgit2 or of a server's programs; nil where nothing is known.
    static func advice(_ message: String) -> String? {
        let hints: [(found: String, advice: String)] = [
            ("status code: 404", "check the URL, and whether the repository may be read with these credentials"),
            ("status code: 401", "the server refused the credentials"),
            ("status code: 403", "these credentials may not read the repository"),
            (
                "error parsing REF pkt-line",
                "a shallow repository, one with SHA-256 object ids, and a server that speaks version 2 of Git's protocol "
                    + "alone are not supported"
            ),
            ("redirect", "the server sends elsewhere, where credentials are not shown; configure the URL it sends to"),
            (
                "SSL certificate is invalid",
                "if the server's certificate is from an own authority, set \"ca\" of the source"
            ),
            ("does not appear to be a git repository", "check that the path is a repository"),
            ("could not find repository", "check that the path is a repository"),
            ("not our ref", "its objects are missing or damaged; look at it with git fsck, and restore them"),
            ("epository not found", "check the URL, and whether the repository may be read with these credentials"),
        ]
        return hints.first { message.contains($0.found) }?.advice
    }
}
