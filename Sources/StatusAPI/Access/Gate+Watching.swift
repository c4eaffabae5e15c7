internal import WebServer

extension Gate {
    /// Breaks off a body without a known end when the token that let the request through is worth nothing any more.
    func watch(_ response: HTTPResponse, for identity: Identity?) -> HTTPResponse {
        guard let authenticator, let identity, case .holder = identity, case .stream(let stream) = response.body,
            stream.length == nil
        else { return response }
        var watched = response
        watched.body = .stream(stream.watched { try await authenticator.isStillValid(identity) })
        return watched
    }
}
