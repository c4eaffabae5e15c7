/// The header fields that a handler has set, as they are sent (RFC 9112 §5).
struct WrittenFields: Sendable {
    let bytes: [UInt8]
    /// Whether `Date` is among them.
    let hasDate: Bool
    /// Whether the connection is to end with the answer.
    let closes: Bool

    /// - Throws: 500 for a field that no message may hold.
    init(_ headers: HTTPHeaders) throws(ParseFailure) {
        var writer = FieldWriter()
        for field in headers.fields where !Self.isTheServers(field.name) { try writer.add(field) }
        bytes = writer.bytes
        hasDate = headers["Date"] != nil
        closes = headers.list("Connection").contains("close")
    }

    private static func isTheServers(_ name: String) -> Bool {
        ["content-length", "transfer-encoding", "connection"].contains(name.lowercased())
    }
}
