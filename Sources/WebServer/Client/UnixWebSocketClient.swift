/// Hears what a WebSocket server on a Unix socket says (RFC 6455), for commands that only listen; its calls block.
///
/// It takes whole text messages without extensions, which is what ``Server`` sends, and answers pings.
package struct UnixWebSocketClient: ~Copyable {
    private static let largestHead = 65_536
    private static let largestMessage = 64 << 20

    private let connection: UnixClientConnection
    private var buffer: [UInt8] = []
    private var start = 0

    /// Connects and shakes hands.
    ///
    /// - Parameters:
    ///   - path: The socket's path, of any length.
    ///   - target: Path and query, percent-encoded.
    ///   - timeout: How many milliseconds may pass without a byte.
    /// - Throws: ``HTTPClientError``; a server that answers anything but the switch is `badAnswer`.
    package init(path: String, target: String, timeout: Int64) throws(HTTPClientError) {
        let key = WebSocketAccept.newKey()
        let request =
            "GET \(target) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n\r\n"
        let connection = try UnixClientConnection(path, timeout: timeout)
        try connection.send(Array(request.utf8))
        let (head, rest) = try UnixWebSocketClient.readHead(connection)
        try UnixWebSocketClient.check(head, key)
        self.connection = connection
        buffer = rest
    }

    /// The next text message; nil when the server has closed the connection.
    package mutating func next() throws(HTTPClientError) -> String? {
        while true {
            guard let header = try read(2) else { return nil }
            guard header[0] & 0xF0 == 0x80, header[1] < 128, let length = try length(header[1]),
                let payload = try read(length)
            else { throw .badAnswer("a frame that no server of ours sends") }
            switch WebSocketOpcode(rawValue: header[0] & 0x0F) {
            case .text: return String(decoding: payload, as: UTF8.self)
            case .ping: try connection.send(UnixWebSocketClient.masked(.pong, payload))
            case .pong: continue
            case .close:
                try connection.send(UnixWebSocketClient.masked(.close, payload.prefix(2) + []))
                return nil
            default: throw .badAnswer("a frame that no server of ours sends")
            }
        }
    }

    private mutating func length(_ short: UInt8) throws(HTTPClientError) -> Int? {
        guard short > 125 else { return Int(short) }
        let bytes = try read(short == 126 ? 2 : 8)
        let length = bytes?.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return length.flatMap { $0 <= UInt64(Self.largestMessage) ? Int($0) : nil }
    }

    /// Exactly so many bytes; nil if the connection ends before the first of them.
    private mutating func read(_ count: Int) throws(HTTPClientError) -> [UInt8]? {
        while buffer.count - start < count {
            let more = try connection.receive()
            guard !more.isEmpty else {
                if start == buffer.count { return nil }
                throw .closedEarly
            }
            buffer.removeFirst(start)
            start = 0
            buffer += more
        }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    /// Everything up to the empty line, and what came behind it.
    private static func readHead(
        _ connection: borrowing UnixClientConnection
    ) throws(HTTPClientError) -> (head: String, rest: [UInt8]) {
        var bytes: [UInt8] = []
        while bytes.count < largestHead {
            let more = try connection.receive()
            guard !more.isEmpty else { throw .closedEarly }
            bytes += more
            let end = bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
            if let end { return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[(end + 4)...])) }
        }
        throw .badAnswer("the head of the answer does not end")
    }

    private static func check(_ head: String, _ key: String) throws(HTTPClientError) {
        let lines = head.split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 101 ") else {
            throw .badAnswer(lines.first.map(String.init) ?? "nothing")
        }
        let accept = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }.first {
            $0.first?.lowercased() == "sec-websocket-accept"
        }
        guard let accept, accept.count == 2,
            accept[1].drop(while: { $0 == " " }) == WebSocketAccept.value(for: key) ?? ""
        else { throw .badAnswer("the handshake is not answered") }
    }

    /// A control frame as a client sends it.
    private static func masked(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
        let mask = (0..<4).map { _ in UInt8.random(in: .min ... .max) }
        let body = payload.prefix(125).enumerated().map { $1 ^ mask[$0 % 4] }
        return [0x80 | opcode.rawValue, 0x80 | UInt8(body.count)] + mask + body
    }
}
