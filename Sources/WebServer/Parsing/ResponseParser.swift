/// Makes one answer of bytes; its body comes in parts.
struct ResponseParser: Sendable {
    enum Step: Equatable {
        case needMore
        case head(HTTPClientResponse)
        case body([UInt8])
        case end
    }

    private enum Phase {
        case startLine
        case fields(status: Int)
        case fixedBody(left: Int64)
        case chunkedBody(ChunkedDecoder)
        case untilClose
        case ended
    }

    private let limits: MessageLimits
    private let isHead: Bool
    private var input = InputBuffer()
    private var phase = Phase.startLine
    private var section: FieldSection

    /// `isHead` says that HEAD was asked, whose answer has no body.
    init(limits: MessageLimits, isHead: Bool) {
        self.limits = limits
        self.isHead = isHead
        section = FieldSection(limits: limits)
    }

    mutating func append(_ bytes: [UInt8]) {
        input.append(bytes)
    }

    /// Takes note of the connection's end; whether the answer is complete with it.
    mutating func close() -> Bool {
        switch phase {
        case .untilClose, .ended: true
        case .startLine, .fields, .fixedBody, .chunkedBody: false
        }
    }

    mutating func next() throws(ParseFailure) -> Step {
        switch phase {
        case .startLine: return try readStartLine()
        case .fields(let status): return try readFields(status)
        case .fixedBody(let left): return readFixed(left)
        case .chunkedBody(let decoder): return try readChunked(decoder)
        case .untilClose: return part(input.take(atMost: 65_536))
        case .ended: return .end
        }
    }

    private mutating func readStartLine() throws(ParseFailure) -> Step {
        switch input.takeLine(limit: limits.startLine) {
        case .incomplete: return .needMore
        case .tooLong, .malformed: throw ParseFailure(502, "the status line is malformed")
        case .line(let line):
            phase = .fields(status: try ResponseParser.status(of: line))
            return try next()
        }
    }

    private mutating func readFields(_ status: Int) throws(ParseFailure) -> Step {
        guard try section.read(from: &input) else { return .needMore }
        let headers = section.headers
        section = FieldSection(limits: limits)
        guard status >= 200 else {
            phase = .startLine
            return try next()
        }
        if isHead || HTTPStatus.isBodiless(status) {
            phase = .ended
        } else {
            switch try Framing.ofResponse(headers) {
            case .length(let length): phase = .fixedBody(left: length)
            case .chunked: phase = .chunkedBody(ChunkedDecoder(limits: limits, after: section))
            case .untilClose: phase = .untilClose
            }
        }
        return .head(HTTPClientResponse(status: status, headers: headers))
    }

    private mutating func readFixed(_ left: Int64) -> Step {
        guard left > 0 else {
            phase = .ended
            return .end
        }
        let bytes = input.take(atMost: Int(clamping: min(left, 65_536)))
        phase = .fixedBody(left: left - Int64(bytes.count))
        return part(bytes)
    }

    private mutating func readChunked(_ decoder: ChunkedDecoder) throws(ParseFailure) -> Step {
        var decoder = decoder
        var body: [UInt8] = []
        // One call decodes what has arrived, so that alone bounds it.
        let complete = try decoder.decode(from: &input, into: &body, limit: Int.max)
        phase = complete ? .ended : .chunkedBody(decoder)
        if !body.isEmpty { return .body(body) }
        return complete ? .end : .needMore
    }

    private func part(_ bytes: ArraySlice<UInt8>) -> Step { bytes.isEmpty ? .needMore : .body(Array(bytes)) }

    private static func status(of line: ArraySlice<UInt8>) throws(ParseFailure) -> Int {
        let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, ["HTTP/1.1", "HTTP/1.0"].contains(String(decoding: parts[0], as: UTF8.self)),
            parts[1].count == 3, let status = Int(String(decoding: parts[1], as: UTF8.self)), status >= 100
        else { throw ParseFailure(502, "the status line is malformed") }
        return status
    }
}
