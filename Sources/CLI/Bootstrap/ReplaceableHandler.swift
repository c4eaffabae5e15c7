internal import Synchronization
internal import WebServer

/// A handler that can be exchanged while the server runs; before the first, everything is answered with 503.
final class ReplaceableHandler: HTTPHandler {
    private let current = Mutex<(any HTTPHandler)?>(nil)

    func use(_ handler: any HTTPHandler) { current.withLock { $0 = handler } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let handler = current.withLock({ $0 }) else { return .text(503, "the daemon is starting\n") }
        return await handler.respond(to: request)
    }
}
