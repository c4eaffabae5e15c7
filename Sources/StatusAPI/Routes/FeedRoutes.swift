internal import Domain
internal import WebServer

/// The feed of events, over WebSocket.
///
/// It asks for the token itself, because a browser can only send it in the address or in the first message.
struct FeedRoutes {
    let hub: FeedHub
    let origins: OriginRule
    /// Says who asks; nil if everybody may hear everything.
    let authenticator: Authenticator?

    var all: [Route] { [Route("GET", "/api/v1/feed", .everybody, feed)] }

    @Sendable
    private func feed(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard origins.allows(request) else {
            throw ProblemDetails(403, "this page may not use the feed; see `origins` in the daemon's configuration")
        }
        let query = try FeedQuery(request)
        let access = try access(request)
        return .webSocket(to: request) { FeedSession(hub, $0, query, access) }
    }

    private func access(_ request: HTTPRequest) throws(ProblemDetails) -> FeedAccess {
        guard let authenticator else { return .open }
        let admission = TokenAdmission(authenticator: authenticator)
        switch BearerCredentials(request, takesQuery: true) {
        case .none: return .guarded(admission, token: nil)
        case .token(let text): return .guarded(admission, token: text)
        case .ambiguous: throw Challenge.ambiguous
        }
    }
}
