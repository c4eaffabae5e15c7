/// An answer to a request.
///
/// The server adds `Date`, `Content-Length` or `Transfer-Encoding`, and `Connection`; what a handler says of the
/// last three is replaced, but for `Connection: close`. An answer to HEAD is made as for GET and loses its body.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        case stream(HTTPStream)
        /// No body: from here on the connection carries frames.
        case webSocket(WebSocketUpgrade)
    }

    package var status: Int
    package var headers: HTTPHeaders {
        didSet { written = nil }
    }
    package var body: Body
    /// The fields as they are sent, if they were written before.
    private(set) var written: WrittenFields?

    package init(_ status: Int, headers: HTTPHeaders = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The same, whose fields are written once however often it is sent, with this status or another.
    package func prepared() -> HTTPResponse {
        var prepared = self
        // What cannot be sent is said when it is to be.
        prepared.written = try? WrittenFields(headers)
        return prepared
    }

    /// Plain text in UTF-8.
    package static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// What went wrong, as RFC 9457 says it.
    ///
    /// `title` and `detail` must be plain ASCII without quotes and backslashes: no bytes of the request.
    static func problem(_ failure: ParseFailure) -> HTTPResponse {
        let title = HTTPStatus.reason(failure.status)
        let body =
            #"{"type":"about:blank","title":"\#(title)","status":\#(failure.status),"detail":"\#(failure.reason)"}"#
        return HTTPResponse(
            failure.status,
            headers: ["Content-Type": "application/problem+json"],
            body: .bytes(Array((body + "\n").utf8))
        )
    }
}

/// A body that is made while it is sent.
package struct HTTPStream: Sendable {
    /// How many bytes will come, where that is known; otherwise the end is marked in the stream.
    package let length: Int64?
    /// Makes the next bytes; nil at the end.
    ///
    /// It is asked only when everything before has left for the client, and its task is cancelled when
    /// the client goes.
    package let next: @Sendable () async throws -> [UInt8]?

    package init(length: Int64? = nil, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}
