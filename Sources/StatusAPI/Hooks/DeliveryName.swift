internal import WebServer

/// What a Git host calls one delivery of a push hook: the same when it sends it again, another for another event.
enum DeliveryName {
    /// A longer one, in bytes, is taken for none.
    static let longest = 200

    /// The last one is GitLab's.
    ///
    /// Its `X-Gitlab-Webhook-UUID` is another one at each try, and events that follow from each other share its
    /// `X-Gitlab-Event-UUID`.
    private static let headers = [
        "X-Forgejo-Delivery", "X-Gitea-Delivery", "X-Gogs-Delivery", "X-GitHub-Delivery", "Idempotency-Key",
    ]

    /// Nil if the sender calls it nothing.
    static func of(_ request: HTTPRequest) -> String? {
        let names = headers.lazy.compactMap { request.headers[$0] }
        return names.first { !$0.isEmpty && $0.utf8.count <= longest }
    }
}
