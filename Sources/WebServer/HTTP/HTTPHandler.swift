/// Answers requests.
package protocol HTTPHandler: Sendable {
    /// Called on the shared pool, for many connections at once.
    ///
    /// The task is cancelled when the client goes away; what it then answers reaches nobody.
    func respond(to request: HTTPRequest) async -> HTTPResponse

    /// The answer, if it is there already and need only be sent.
    ///
    /// Called first for each request, on the thread that owns all connections: it must neither wait nor make anything. Nil
    /// has `respond` asked.
    func presentAnswer(to request: HTTPRequest) -> HTTPResponse?

    /// Called on the shared pool when a request has been refused (413) because its body is larger than the server takes.
    ///
    /// - `request`: What its head said; nothing of its body.
    /// - `size`: How large the body was said to be, in bytes; nil where it was not said.
    func refused(_ request: HTTPRequest, bodyOf size: Int64?)
}

extension HTTPHandler {
    package func presentAnswer(to request: HTTPRequest) -> HTTPResponse? { nil }

    package func refused(_ request: HTTPRequest, bodyOf size: Int64?) {}
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
