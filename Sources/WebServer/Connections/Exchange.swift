/// What must be remembered of a request while it is answered.
struct Exchange: Equatable, Sendable {
    let isHead: Bool
    let version: HTTPVersion
    /// Whether the client allows another request on the connection.
    let allowsKeepAlive: Bool

    init(_ request: HTTPRequest) {
        isHead = request.method == "HEAD"
        version = request.version
        allowsKeepAlive = request.allowsKeepAlive
    }

    /// For an answer to what was no request.
    static let none = Exchange(isHead: false, version: .http11, allowsKeepAlive: false)

    private init(isHead: Bool, version: HTTPVersion, allowsKeepAlive: Bool) {
        self.isHead = isHead
        self.version = version
        self.allowsKeepAlive = allowsKeepAlive
    }
}
