internal import Domain
internal import WebServer

/// Answers in JSON: with an entity tag, and 304 for a client that has the body already.
enum JSONAnswer {
    static func value(_ value: JSONValue, to request: HTTPRequest, status: Int = 200) -> HTTPResponse {
        unlessKnown(whole(value, status: status), to: request)
    }

    /// A value for a client that has nothing yet.
    static func whole(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
        whole(value.bytes() + [0x0A], status: status, headers: [:])
    }

    /// A JSON text as it is.
    static func text(_ bytes: [UInt8], to request: HTTPRequest) -> HTTPResponse {
        unlessKnown(whole(bytes, status: 200, headers: [:]), to: request)
    }

    /// A part of a list: `{"items": […], "next": cursor or null}`, with a link to the next part.
    static func page(_ page: StatusPage, to request: HTTPRequest) -> HTTPResponse {
        unlessKnown(whole(page, at: request.target), to: request)
    }

    /// The same for a client that has nothing yet.
    static func whole(_ page: StatusPage, at target: RequestTarget) -> HTTPResponse {
        var headers: HTTPHeaders = ["Reconciler-Seq": String(page.sequence)]
        if let next = page.next { headers["Link"] = "<\(NextLink.reference(target, cursor: next))>; rel=\"next\"" }
        if let first = page.first { headers["Reconciler-First-Seq"] = String(first) }
        let body = JSONValue.members(["items": .array(page.items), "next": .optional(page.next)])
        return whole(body.bytes() + [0x0A], status: 200, headers: headers)
    }

    /// The answer, 304 for a client that has its body already, or 412 for one that expects another.
    static func unlessKnown(_ whole: HTTPResponse, to request: HTTPRequest) -> HTTPResponse {
        guard ["GET", "HEAD"].contains(request.method) else { return whole }
        switch Precondition(request, tag: whole.headers["ETag"]) {
        case .holds: return whole
        case .failed: return Precondition.refusal.response
        case .isKnown:
            var response = whole
            response.status = 304
            response.body = .empty
            return response
        }
    }

    private static func whole(_ body: [UInt8], status: Int, headers: HTTPHeaders) -> HTTPResponse {
        var response = HTTPResponse(status, headers: headers, body: .bytes(body))
        response.headers["Content-Type"] = "application/json"
        response.headers["Cache-Control"] = "no-cache"
        if status == 200 { response.headers["ETag"] = EntityTag.of(body) }
        return response
    }
}

/// The address of a list's next part: the same question with another cursor.
///
/// It is relative to the address that the client has asked, which may have a path in front that only a proxy knows
/// (RFC 8288 §3.1).
enum NextLink {
    static func reference(_ target: RequestTarget, cursor: String) -> String {
        let others = target.query.filter { $0.name != "cursor" }
        let items =
            others.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            + ["cursor=\(PercentCoding.encode(cursor))"]
        return "?\(items.joined(separator: "&"))"
    }
}
