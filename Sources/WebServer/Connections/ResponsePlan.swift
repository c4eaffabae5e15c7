/// How an answer goes out: its head, its framing, and whether the connection lives on (RFC 9112 §6, §9).
struct ResponsePlan {
    /// What follows the head.
    enum Body {
        case none
        case bytes([UInt8])
        case chunked(HTTPStream)
        /// Exactly so many bytes.
        case counted(HTTPStream, Int64)
        /// Ended by closing, for clients that know nothing better.
        case untilClose(HTTPStream)
        /// Frames; the head is that of a switch to them.
        case webSocket(WebSocketUpgrade)
    }

    let head: [UInt8]
    let body: Body
    let keepsAlive: Bool

    /// - Throws: 500 for a field that no message may hold.
    init(_ response: HTTPResponse, to exchange: Exchange, mayKeepAlive: Bool, date: String) throws(ParseFailure) {
        let bodiless = HTTPStatus.isBodiless(response.status)
        let framing = ResponsePlan.framing(response.body, exchange.version)
        let fields = try ResponsePlan.fields(of: response)
        var keepsAlive = mayKeepAlive && exchange.allowsKeepAlive && !fields.closes
        if case .untilClose = framing.body { keepsAlive = false }
        if case .webSocket = framing.body { keepsAlive = true }

        var head = HeadWriter(status: response.status)
        head.add(fields)
        if !fields.hasDate { head.add("Date", date) }
        if !bodiless, let (name, value) = framing.field { head.add(name, value) }
        if case .webSocket(let upgrade) = framing.body { head.add(upgrade) }
        if !keepsAlive { head.add("Connection", "close") }
        if keepsAlive, exchange.version == .http10 { head.add("Connection", "keep-alive") }

        self.head = head.finished()
        self.keepsAlive = keepsAlive
        body = ResponsePlan.sends(framing.body, bodiless: bodiless || exchange.isHead) ? framing.body : .none
    }

    private static func framing(
        _ body: HTTPResponse.Body,
        _ version: HTTPVersion
    ) -> (field: (String, String)?, body: Body) {
        switch body {
        case .empty: (("Content-Length", "0"), .none)
        case .bytes(let bytes): (("Content-Length", "\(bytes.count)"), .bytes(bytes))
        case .stream(let stream):
            if let length = stream.length {
                (("Content-Length", "\(max(0, length))"), .counted(stream, max(0, length)))
            } else if version == .http11 {
                (("Transfer-Encoding", "chunked"), .chunked(stream))
            } else {
                (nil, .untilClose(stream))
            }
        case .webSocket(let upgrade): (nil, .webSocket(upgrade))
        }
    }

    private static func fields(of response: HTTPResponse) throws(ParseFailure) -> WrittenFields {
        if let written = response.written { return written }
        return try WrittenFields(response.headers)
    }

    private static func sends(_ body: Body, bodiless: Bool) -> Bool {
        if case .webSocket = body { true } else { !bodiless }
    }
}
