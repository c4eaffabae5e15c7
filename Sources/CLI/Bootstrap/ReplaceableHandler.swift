internal import Synchronization
internal import WebServer

/// A handler that can be exchanged while the server runs; before the first, everything is answered with 503.
final class ReplaceableHandler: HTTPHandler {
    private let current = Mutex<(handler: (any HTTPHandler)?, generation: Int)>((nil, 0))
    private let breaksOff: Bool

    /// - Parameter breaksOff: Whether bodies without a known end are broken off when the handler is exchanged, because
    ///   the next one may not give them to everybody.
    init(breaksOff: Bool = false) {
        self.breaksOff = breaksOff
    }

    func use(_ handler: any HTTPHandler) { current.withLock { $0 = (handler, $0.generation + 1) } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let (handler, generation) = current.withLock { $0 }
        guard let handler else { return .text(503, "the daemon is starting\n") }
        let response = await handler.respond(to: request)
        guard breaksOff, case .stream(let stream) = response.body, stream.length == nil else { return response }
        var watched = response
        watched.body = .stream(stream.watched { self.current.withLock { $0.generation } == generation })
        return watched
    }
}
