internal import WebServer

/// A body that goes on only as long as whoever asked for it may have it.
struct WatchedStream: Sendable {
    let stream: HTTPStream
    /// How often it is looked whether they may.
    var interval = Duration.seconds(2)
    let isAllowed: @Sendable () async throws -> Bool

    /// The same body, which ends early when it is not allowed any more.
    var body: HTTPResponse.Body {
        .stream(HTTPStream(length: stream.length) { try await next() })
    }

    private func next() async throws -> [UInt8]? {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await stream.next() }
            group.addTask {
                while try await isAllowed() { try await Task.sleep(for: interval) }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}

extension Gate {
    /// Ends a body without a known end when the token that let the request through is worth nothing any more.
    func watch(_ response: HTTPResponse, for identity: Identity?) -> HTTPResponse {
        guard let authenticator, let identity, case .holder = identity, case .stream(let stream) = response.body,
            stream.length == nil
        else { return response }
        var watched = response
        watched.body = WatchedStream(stream: stream) { try await authenticator.isStillValid(identity) }.body
        return watched
    }
}
