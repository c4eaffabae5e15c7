/// Writes the head of an answer (RFC 9112 §4, §5).
struct HeadWriter {
    private var fields: FieldWriter

    /// What every answer begins with.
    static let beginning = Array("HTTP/1.1 ".utf8)

    init(status: Int) {
        fields = FieldWriter(bytes: Self.statusLines[status] ?? Self.statusLine(status))
    }

    /// Adds fields that were written before.
    mutating func add(_ written: WrittenFields) { fields.bytes += written.bytes }

    /// Adds a field that is known to be valid.
    mutating func add(_ name: String, _ value: String) { fields.add(name, value) }

    /// Adds what a switch to WebSocket says (RFC 6455 §4.2.2).
    mutating func add(_ upgrade: WebSocketUpgrade) {
        add("Upgrade", "websocket")
        add("Connection", "Upgrade")
        add("Sec-WebSocket-Accept", upgrade.accept)
    }

    consuming func finished() -> [UInt8] {
        fields.bytes += [0x0D, 0x0A]
        return fields.bytes
    }

    /// Those that are sent all the time.
    private static let statusLines = [200: statusLine(200), 304: statusLine(304)]

    private static func statusLine(_ status: Int) -> [UInt8] {
        beginning + Array("\(status) \(HTTPStatus.reason(status))\r\n".utf8)
    }
}

/// Writes header fields, one line each (RFC 9112 §5).
struct FieldWriter {
    var bytes: [UInt8] = []

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
}
