internal import WebServer

/// The bytes of a log as an answer: all of them, a range of them, or none that the client has not got
/// (RFC 9110 §13, §14).
struct LogAnswer {
    /// How many bytes there are.
    let size: Int64
    /// A strong tag; nil for a log that may still grow.
    let tag: String?

    /// - `body`: Makes the stream of these bytes.
    func response(to request: HTTPRequest, _ body: (Range<Int64>) -> HTTPStream) -> HTTPResponse {
        var response = partOrWhole(request, body)
        response.headers["Accept-Ranges"] = "bytes"
        response.headers["ETag"] = tag
        return response
    }

    /// A part of a log that nobody named by its bytes; the answer says where it begins.
    static func part(from start: Int64, _ body: HTTPStream) -> HTTPResponse {
        var response = HTTPResponse(200, headers: headers, body: .stream(body))
        response.headers["Reconciler-Offset"] = String(start)
        // It comes as it is written, also by way of a proxy that would keep it until there is enough of it.
        if body.length == nil { response.headers["X-Accel-Buffering"] = "no" }
        return response
    }

    private func partOrWhole(_ request: HTTPRequest, _ body: (Range<Int64>) -> HTTPStream) -> HTTPResponse {
        switch Precondition(request, tag: tag) {
        case .holds: break
        case .isKnown: return HTTPResponse(304, headers: Self.headers)
        case .failed: return Precondition.refusal.response
        }
        let range = ByteRange(request, size: size, tag: tag)
        var response =
            switch range {
            case .whole: HTTPResponse(200, headers: Self.headers, body: .stream(body(0..<size)))
            case .part(let bounds): HTTPResponse(206, headers: Self.headers, body: .stream(body(bounds)))
            case .unsatisfiable: ProblemDetails(416, "the log has \(size) bytes, and none in this range").response
            }
        response.headers["Content-Range"] = range.contentRange(size: size)
        return response
    }

    private static let headers: HTTPHeaders = [
        "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
    ]
}
