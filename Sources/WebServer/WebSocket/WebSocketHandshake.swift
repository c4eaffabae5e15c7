/// A request that asks to go over to WebSocket, checked (RFC 6455 §4.2.1).
package struct WebSocketHandshake: Sendable {
    /// The value of `Sec-WebSocket-Accept`.
    let accept: String

    /// - Throws: Why the request is no handshake.
    package init(_ request: HTTPRequest) throws(WebSocketRefusal) {
        guard request.method != "HEAD" else {
            throw WebSocketRefusal.upgradeRequired("only WebSocket is spoken here, which is asked for by GET")
        }
        guard request.method == "GET" else {
            throw WebSocketRefusal(405, "a WebSocket handshake is a GET request", ["Allow": "GET"])
        }
        let headers = request.headers
        guard request.version == .http11, headers.list("Upgrade").contains("websocket"),
            headers.list("Connection").contains("upgrade")
        else { throw WebSocketRefusal.upgradeRequired("only WebSocket is spoken here: ask for an upgrade to it") }
        guard headers.all("Sec-WebSocket-Version") == ["13"] else {
            throw WebSocketRefusal.upgradeRequired("the version of WebSocket must be 13")
        }
        guard request.body.isEmpty else { throw WebSocketRefusal(400, "a WebSocket handshake has no body") }
        let keys = headers.all("Sec-WebSocket-Key")
        guard keys.count == 1, let key = keys.first, WebSocketAccept.isKey(key) else {
            throw WebSocketRefusal(400, "Sec-WebSocket-Key must be sixteen bytes in Base64")
        }
        guard let accept = WebSocketAccept.value(for: key) else {
            throw WebSocketRefusal(501, "this machine's mbedTLS has no SHA-1, which WebSocket needs")
        }
        self.accept = accept
    }
}

/// Why a request is no WebSocket handshake, as an answer says it.
package struct WebSocketRefusal: Error, Equatable, Sendable {
    package let status: Int
    package let reason: String
    /// What the answer must hold besides.
    package let headers: HTTPHeaders

    init(_ status: Int, _ reason: String, _ headers: HTTPHeaders = [:]) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    /// The client may come again with another protocol, or another version of it (RFC 9110 §15.5.22, RFC 6455 §4.4).
    static func upgradeRequired(_ reason: String) -> WebSocketRefusal {
        WebSocketRefusal(426, reason, ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"])
    }
}

/// How a connection goes over to WebSocket.
package struct WebSocketUpgrade: Sendable {
    /// Makes what the application does with the connection; called on the server's thread.
    package typealias Open = @Sendable (WebSocketConnection) -> any WebSocketSession

    let accept: String
    let open: Open
}

extension HTTPResponse {
    /// Goes over to WebSocket.
    ///
    /// - Parameters:
    ///   - handshake: The request, checked.
    ///   - open: Makes what the application does with the connection; called on the server's thread.
    /// - Returns: The answer; what it says of the switch is the server's.
    package static func webSocket(_ handshake: WebSocketHandshake, open: @escaping WebSocketUpgrade.Open)
        -> HTTPResponse
    {
        HTTPResponse(101, body: .webSocket(WebSocketUpgrade(accept: handshake.accept, open: open)))
    }

    /// Goes over to WebSocket if the request asks for it, else says why not.
    package static func webSocket(to request: HTTPRequest, open: @escaping WebSocketUpgrade.Open) -> HTTPResponse {
        do {
            return webSocket(try WebSocketHandshake(request), open: open)
        } catch {
            var response = problem(ParseFailure(error.status, error.reason))
            for field in error.headers.fields { response.headers.append(field.name, field.value) }
            return response
        }
    }
}
