/// Field lines on their way in: of a head, or after a chunked body (RFC 9112 §5).
struct FieldSection: Sendable {
    private(set) var headers: HTTPHeaders = [:]
    private var bytesLeft: Int
    private var linesLeft: Int

    init(limits: MessageLimits) {
        bytesLeft = limits.headers
        linesLeft = limits.fieldCount
    }

    /// Takes field lines up to the empty one; whether that was there.
    mutating func read(from input: inout InputBuffer) throws(ParseFailure) -> Bool {
        while true {
            switch input.takeLine(limit: max(0, bytesLeft - 2)) {
            case .incomplete: return false
            case .tooLong: throw ParseFailure(431, "the header fields are too large")
            case .malformed: throw ParseFailure(400, "a header line holds a lone CR or LF, or a zero byte")
            case .line(let line) where line.isEmpty: return true
            case .line(let line): try add(line)
            }
        }
    }

    /// Forgets the fields and keeps counting, for those that follow a body.
    mutating func startTrailers() {
        headers = [:]
    }

    private mutating func add(_ line: ArraySlice<UInt8>) throws(ParseFailure) {
        bytesLeft -= line.count + 2
        linesLeft -= 1
        guard linesLeft >= 0 else { throw ParseFailure(431, "there are too many header fields") }
        guard let colon = line.firstIndex(of: 0x3A) else { throw ParseFailure(400, "a header line has no colon") }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(CharacterClass.isToken) else {
            throw ParseFailure(400, "a header field has no valid name")
        }
        let value = FieldSection.trimmed(line[(colon + 1)...])
        guard value.allSatisfy(CharacterClass.isFieldValue) else {
            throw ParseFailure(400, "a header field holds a control character")
        }
        headers.append(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }
}
