/// A text message on its way in, of one frame or several (RFC 6455 §5.4).
struct FragmentedText: Sendable {
    private var bytes: [UInt8] = []
    private var validator = UTF8Validator()
    /// Whether a fragment was there and the last was not.
    private(set) var isOpen = false

    var count: Int { bytes.count }

    /// Makes room for a frame that is on its way.
    mutating func expect(_ more: Int) {
        isOpen = true
        bytes.reserveCapacity(bytes.count + min(more, 4_096))
    }

    mutating func append(_ byte: UInt8) throws(WebSocketFailure) {
        guard validator.accepts(byte) else { throw WebSocketFailure(.invalidPayload, "the text is not UTF-8") }
        bytes.append(byte)
    }

    /// The text, after its last frame; it then holds nothing.
    mutating func finish() throws(WebSocketFailure) -> String {
        guard validator.isComplete else { throw WebSocketFailure(.invalidPayload, "the text ends within a character") }
        defer { self = FragmentedText() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
