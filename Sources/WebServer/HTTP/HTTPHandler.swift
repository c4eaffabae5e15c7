/// Answers requests.
package protocol HTTPHandler: Sendable {
    /// Called on the shared pool, for many connections at once.
    ///
    /// The task is cancelled when the client goes away; what it then answers reaches nobody.
    func respond(to request: HTTPRequest) async -> HTTPResponse
}

/// A handler that is one closure.
package struct ClosureHandler: HTTPHandler {
    private let answer: @Sendable (HTTPRequest) async -> HTTPResponse

    package init(_ answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse) {
        self.answer = answer
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        await answer(request)
    }
}
