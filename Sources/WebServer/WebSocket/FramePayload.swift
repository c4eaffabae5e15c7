/// A frame's payload on its way in: how much is still to come, and what it is masked with (RFC 6455 §5.3).
struct FramePayload: Sendable {
    private(set) var left: Int
    /// The key, turned so that the highest byte is for the next one of the payload.
    private var key: UInt32

    init(_ header: FrameHeader, length: Int) {
        left = length
        key = header.key
    }

    /// Hands what is here of the payload to `body`, unmasked, until it throws.
    mutating func read(
        from input: inout ArraySlice<UInt8>,
        _ body: (UInt8) throws(WebSocketFailure) -> Void
    ) throws(WebSocketFailure) {
        let here = input.prefix(left)
        input = input.dropFirst(here.count)
        left -= here.count
        for byte in here {
            try body(byte ^ UInt8(truncatingIfNeeded: key >> 24))
            key = key << 8 | key >> 24
        }
    }
}
