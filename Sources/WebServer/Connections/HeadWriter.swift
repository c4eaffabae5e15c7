/// Writes the head of an answer (RFC 9112 §4, §5).
struct HeadWriter {
    private var bytes: [UInt8]

    /// What every answer begins with.
    static let beginning = Array("HTTP/1.1 ".utf8)

    init(status: Int) {
        bytes = Self.beginning + Array("\(status) \(HTTPStatus.reason(status))\r\n".utf8)
    }

    /// Adds a field that comes from a handler.
    ///
    /// - Throws: 500 when its name is none, or its value could end the line early.
    mutating func add(_ field: HTTPHeaders.Field) throws(ParseFailure) {
        guard !field.name.isEmpty, field.name.utf8.allSatisfy(CharacterClass.isToken),
            field.value.utf8.allSatisfy(CharacterClass.isFieldValue)
        else { throw ParseFailure(500, "the answer holds a header field that cannot be sent") }
        add(field.name, field.value)
    }

    /// Adds a field that is known to be valid.
    mutating func add(_ name: String, _ value: String) {
        bytes += name.utf8
        bytes += [0x3A, 0x20]
        bytes += value.utf8
        bytes += [0x0D, 0x0A]
    }

    /// Adds what a switch to WebSocket says (RFC 6455 §4.2.2).
    mutating func add(_ upgrade: WebSocketUpgrade) {
        add("Upgrade", "websocket")
        add("Connection", "Upgrade")
        add("Sec-WebSocket-Accept", upgrade.accept)
    }

    consuming func finished() -> [UInt8] { bytes + [0x0D, 0x0A] }
}
