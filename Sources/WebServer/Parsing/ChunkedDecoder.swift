/// Takes the chunked coding off a body (RFC 9112 §7.1).
struct ChunkedDecoder: Sendable {
    private enum Phase {
        case size
        case data(left: Int)
        case dataEnd
        case trailers
    }

    private var phase = Phase.size
    private var extensionsLeft: Int
    private var trailers: FieldSection

    init(limits: MessageLimits, after fields: FieldSection) {
        extensionsLeft = limits.chunkExtensions
        trailers = fields
        trailers.startTrailers()
    }

    /// Adds what has arrived to `body`.
    ///
    /// - Returns: Whether the body and the fields after it are complete; those are checked and dropped.
    /// - Throws: 413 when the body would grow over `limit`.
    mutating func decode(from input: inout InputBuffer, into body: inout [UInt8], limit: Int) throws(ParseFailure)
        -> Bool
    {
        while true {
            switch phase {
            case .size:
                guard let size = try readSize(&input) else { return false }
                guard size <= limit - body.count else { throw ParseFailure(413, "the body is too large") }
                phase = size == 0 ? .trailers : .data(left: size)
            case .data(let left):
                let bytes = input.take(atMost: left)
                body.append(contentsOf: bytes)
                guard bytes.count == left else {
                    phase = .data(left: left - bytes.count)
                    return false
                }
                phase = .dataEnd
            case .dataEnd:
                guard try readDataEnd(&input) else { return false }
                phase = .size
            case .trailers:
                return try trailers.read(from: &input)
            }
        }
    }

    private mutating func readSize(_ input: inout InputBuffer) throws(ParseFailure) -> Int? {
        switch input.takeLine(limit: extensionsLeft + 16) {
        case .incomplete: return nil
        case .tooLong, .malformed: throw badChunk
        case .line(let line): return try size(of: line)
        }
    }

    private mutating func size(of line: ArraySlice<UInt8>) throws(ParseFailure) -> Int {
        let digits = line.prefix { CharacterClass.hexValue($0) != nil }
        let rest = line[digits.endIndex...]
        guard (1...15).contains(digits.count), rest.isEmpty || rest.first == 0x3B,
            rest.allSatisfy(CharacterClass.isFieldValue)
        else { throw badChunk }
        extensionsLeft -= rest.count
        guard extensionsLeft >= 0 else { throw ParseFailure(400, "the chunk extensions are too large") }
        return digits.reduce(0) { $0 << 4 | Int(CharacterClass.hexValue($1) ?? 0) }
    }

    private func readDataEnd(_ input: inout InputBuffer) throws(ParseFailure) -> Bool {
        switch input.takeLine(limit: 0) {
        case .incomplete: return false
        case .line: return true
        case .tooLong, .malformed: throw badChunk
        }
    }

    private var badChunk: ParseFailure { ParseFailure(400, "the chunked body is malformed") }
}
