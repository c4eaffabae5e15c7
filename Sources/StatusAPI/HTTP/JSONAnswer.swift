internal import Domain
internal import WebServer

/// Answers in JSON: with an entity tag, and 304 for a client that has the body already.
enum JSONAnswer {
    static func value(_ value: JSONValue, to request: HTTPRequest, status: Int = 200) -> HTTPResponse {
        answer(value, to: request, status: status, headers: [:])
    }

    /// A part of a list: `{"items": […], "next": cursor or null}`, with a link to the next part.
    static func page(_ page: StatusPage, to request: HTTPRequest) -> HTTPResponse {
        var headers: HTTPHeaders = ["Reconciler-Seq": String(page.sequence)]
        if let next = page.next { headers["Link"] = "<\(NextLink.target(request.target, cursor: next))>; rel=\"next\"" }
        if let first = page.first { headers["Reconciler-First-Seq"] = String(first) }
        let body = JSONValue.members(["items": .array(page.items), "next": .optional(page.next)])
        return answer(body, to: request, status: 200, headers: headers)
    }

    private static func answer(
        _ value: JSONValue,
        to request: HTTPRequest,
        status: Int,
        headers: HTTPHeaders
    ) -> HTTPResponse {
        let body = value.bytes() + [0x0A]
        var response = HTTPResponse(status, headers: headers, body: .bytes(body))
        response.headers["Content-Type"] = "application/json"
        response.headers["Cache-Control"] = "no-cache"
        guard status == 200, let tag = EntityTag.of(body) else { return response }
        response.headers["ETag"] = tag
        guard EntityTag.matches(request.headers.list("If-None-Match"), tag) else { return response }
        response.status = 304
        response.body = .empty
        return response
    }
}

/// The address of a list's next part: the same question with another cursor.
enum NextLink {
    static func target(_ target: RequestTarget, cursor: String) -> String {
        let others = target.query.filter { $0.name != "cursor" }
        let items = others.map { "\(encode($0.name))=\(encode($0.value))" } + ["cursor=\(encode(cursor))"]
        return "\(target.path)?\(items.joined(separator: "&"))"
    }

    /// Percent-encodes everything but the unreserved characters (RFC 3986 §2.3).
    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            isUnreserved(byte) ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text([byte]).uppercased()
        }.joined()
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        let scalar = UnicodeScalar(byte)
        return scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "~")
    }
}
