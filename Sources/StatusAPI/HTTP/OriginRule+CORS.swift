internal import WebServer

extension OriginRule {
    /// The answer with what tells a browser whether the page that asks may read it (CORS, the Fetch standard §3.2).
    ///
    /// Nothing here lets a browser send credentials by itself: a page has to have a token and send it.
    func opening(_ response: HTTPResponse, to request: HTTPRequest) -> HTTPResponse {
        guard !isEmpty else { return response }
        var response = response
        response.headers.append("Vary", "Origin")
        guard lists(request), let origin = request.headers["Origin"] else { return response }
        response.headers["Access-Control-Allow-Origin"] = origin
        let isPreflight = request.method == "OPTIONS" && request.headers["Access-Control-Request-Method"] != nil
        for field in isPreflight ? Self.preflight : Self.simple { response.headers[field.key] = field.value }
        return response
    }

    private static let preflight: KeyValuePairs = [
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Authorization, If-Match, If-None-Match, If-Range, Range",
        "Access-Control-Max-Age": "600",
    ]

    private static let simple: KeyValuePairs = [
        "Access-Control-Expose-Headers":
            "Accept-Ranges, Content-Range, ETag, Link, Reconciler-First-Seq, Reconciler-Offset, Reconciler-Seq, "
            + "Retry-After, WWW-Authenticate"
    ]
}
