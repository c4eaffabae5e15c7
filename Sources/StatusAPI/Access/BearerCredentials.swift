internal import WebServer

/// What a request says of who sends it (RFC 6750 §2).
enum BearerCredentials: Equatable {
    case none
    case token(String)
    /// Said more than once, which is said of nobody.
    case ambiguous

    /// - `takesQuery`: Whether `?token=` counts: browsers cannot send a header with a WebSocket.
    init(_ request: HTTPRequest, takesQuery: Bool = false) {
        let fields = request.headers.all("Authorization")
        let items = takesQuery ? request.target.query.filter { $0.name == "token" }.map(\.value) : []
        guard fields.count + items.count <= 1 else {
            self = .ambiguous
            return
        }
        self = (fields.first.flatMap(Self.token) ?? items.first).map(BearerCredentials.token) ?? .none
    }

    /// The token of a field's value; nil for credentials of another kind.
    private static func token(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.first?.lowercased() == "bearer" else { return nil }
        return parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
    }
}
