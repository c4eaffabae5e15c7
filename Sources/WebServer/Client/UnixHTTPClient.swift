internal import Glibc
internal import Platform

/// Sends requests to a Unix socket, one connection each.
///
/// Its calls block: for commands, not for the daemon.
package struct UnixHTTPClient: Sendable {
    /// The socket's path, of any length.
    package let path: String
    /// How many milliseconds may pass without a byte; nil waits without end, as for an answer that follows a log.
    package var timeout: Int64?
    package var limits = MessageLimits()

    package init(path: String, timeout: Int64? = 30_000) {
        self.path = path
        self.timeout = timeout
    }

    /// Sends a request and reads the whole answer, whose body may hold at most `limits.body` bytes.
    package func send(
        _ method: String,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = []
    ) throws -> HTTPClientResponse {
        var whole: [UInt8] = []
        var response = try send(method, target, headers: headers, body: body) { _, part in
            guard part.count <= limits.body - whole.count else {
                throw HTTPClientError.badAnswer("the body is larger than \(limits.body) bytes")
            }
            whole += part
        }
        response.body = whole
        return response
    }

    /// Sends a request and hands out the answer's body as it comes.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, percent-encoded.
    ///   - headers: Fields besides `Host`, `Content-Length` and `Connection`, which are added.
    ///   - body: What is sent.
    ///   - onBody: Takes the answer's head with no bytes, and then each part. What it throws ends the request.
    /// - Returns: The head.
    /// - Throws: `HTTPClientError`, or what `onBody` threw.
    package func send(
        _ method: String,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        onBody: (HTTPClientResponse, [UInt8]) throws -> Void
    ) throws -> HTTPClientResponse {
        let connection = try UnixClientConnection(path, timeout: timeout)
        try connection.send(try UnixHTTPClient.message(method, target, headers, body))
        var parser = ResponseParser(limits: limits, isHead: method == "HEAD")
        var head: HTTPClientResponse?
        while true {
            switch try step(&parser) {
            case .head(let response):
                head = response
                try onBody(response, [])
            case .body(let part): if let head { try onBody(head, part) }
            case .needMore:
                let bytes = try connection.receive()
                if !bytes.isEmpty {
                    parser.append(bytes)
                } else if let head, parser.close() {
                    return head
                } else {
                    throw HTTPClientError.closedEarly
                }
            case .end: if let head { return head }
            }
        }
    }

    private func step(_ parser: inout ResponseParser) throws(HTTPClientError) -> ResponseParser.Step {
        do {
            return try parser.next()
        } catch {
            throw .badAnswer(error.reason)
        }
    }

    private static func message(
        _ method: String,
        _ target: String,
        _ headers: HTTPHeaders,
        _ body: [UInt8]
    ) throws(HTTPClientError) -> [UInt8] {
        guard method.utf8.allSatisfy(CharacterClass.isToken), target.utf8.allSatisfy(CharacterClass.isTargetCharacter)
        else {
            throw .badAnswer("the request \(method) \(target) cannot be sent")
        }
        var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if !body.isEmpty || method == "POST" || method == "PUT" { text += "Content-Length: \(body.count)\r\n" }
        for field in headers.fields {
            guard field.name.utf8.allSatisfy(CharacterClass.isToken),
                field.value.utf8.allSatisfy(CharacterClass.isFieldValue)
            else { throw .badAnswer("the field \(field.name) cannot be sent") }
            text += "\(field.name): \(field.value)\r\n"
        }
        return Array((text + "\r\n").utf8) + body
    }
}
