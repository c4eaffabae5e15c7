/// Bytes that have arrived and were not yet taken.
struct InputBuffer: Sendable {
    /// What looking for a line found.
    enum Line: Equatable {
        case line(ArraySlice<UInt8>)
        case incomplete
        case tooLong
        case malformed
    }

    private var bytes: [UInt8] = []
    private var start = 0
    /// How far the search for the present line's end has come.
    private var scanned = 0

    var count: Int { bytes.count - start }

    mutating func append(_ new: some Collection<UInt8>) {
        discardTaken()
        bytes.append(contentsOf: new)
    }

    /// The next line without its CRLF, which is the only line end that counts (RFC 9112 §2.2).
    ///
    /// Malformed is a lone CR or LF, or a zero byte. The answer does not depend on how the bytes came in.
    mutating func takeLine(limit: Int) -> Line {
        while scanned < bytes.count {
            let byte = bytes[scanned]
            let afterReturn = scanned > start && bytes[scanned - 1] == 0x0D
            guard byte != 0, afterReturn == (byte == 0x0A) else { return .malformed }
            if byte == 0x0A { return .line(take(through: scanned)) }
            guard scanned - start < limit || byte == 0x0D && scanned - start == limit else { return .tooLong }
            scanned += 1
        }
        return .incomplete
    }

    /// At most `limit` of the next bytes.
    mutating func take(atMost limit: Int) -> ArraySlice<UInt8> {
        let end = start + min(limit, count)
        defer { (start, scanned) = (end, end) }
        return bytes[start..<end]
    }

    private mutating func take(through lineFeed: Int) -> ArraySlice<UInt8> {
        defer { (start, scanned) = (lineFeed + 1, lineFeed + 1) }
        return bytes[start..<(lineFeed - 1)]
    }

    private mutating func discardTaken() {
        guard start > 0 else { return }
        bytes.removeSubrange(..<start)
        scanned -= start
        start = 0
    }
}
