internal import Persistence
internal import StatusAPI
internal import WebServer

/// Lets requests that change something wait until all of the store has been found whole; questions are answered at once.
struct CheckedStoreHandler: HTTPHandler {
    let handler: any HTTPHandler
    let check: StoreHistoryCheck

    func presentAnswer(to request: HTTPRequest) -> HTTPResponse? { handler.presentAnswer(to: request) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard !["GET", "HEAD", "OPTIONS"].contains(request.method) else { return await handler.respond(to: request) }
        do {
            try await check.wait()
        } catch {
            return ProblemDetails(503, "the store cannot be used: \(error)").response
        }
        return await handler.respond(to: request)
    }
}
