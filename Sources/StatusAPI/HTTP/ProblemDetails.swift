internal import Domain
package import WebServer

/// What went wrong, as a client is told (RFC 9457).
package struct ProblemDetails: Error {
    package let status: Int
    /// What was found and what to do.
    package let detail: String
    package var headers: HTTPHeaders = [:]

    package init(_ status: Int, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// An answer for which there is no place or no time now.
    init(_ overload: Overload) {
        self.init(503, overload.description)
        headers["Retry-After"] = "5"
    }

    package var response: HTTPResponse {
        let body = JSONValue.members([
            "type": .string("about:blank"),
            "title": .string(HTTPStatus.reason(status)),
            "status": .integer(status),
            "detail": .string(detail),
        ])
        var response = HTTPResponse(status, headers: headers, body: .bytes(body.bytes() + [0x0A]))
        response.headers["Content-Type"] = "application/problem+json"
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
