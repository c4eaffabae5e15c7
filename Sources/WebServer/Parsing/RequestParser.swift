/// Makes requests of bytes, as strictly as RFC 9112 allows: what two readers could understand differently is refused.
///
/// The same bytes give the same requests and the same failure however they are cut. After a failure nothing
/// more comes: where the next request begins is unknown.
package struct RequestParser: Sendable {
    package enum Step: Equatable, Sendable {
        case request(HTTPRequest)
        /// Nothing more before further bytes come.
        case needMore
        /// The client waits for `100 Continue` before it sends the body.
        case continueExpected
        case failure(ParseFailure)
    }

    /// How far the present request has come.
    package enum Progress: Equatable, Sendable {
        case nothing
        case head
        case body
    }

    private enum Phase {
        case startLine(emptyLines: Int)
        case fields(RequestLine)
        case fixedBody(left: Int)
        case chunkedBody(ChunkedDecoder)
        case failed(ParseFailure)
    }

    private let limits: MessageLimits
    private let peer: Peer
    private var input = InputBuffer()
    private var phase = Phase.startLine(emptyLines: 0)
    private var section: FieldSection
    /// The request whose body is on its way.
    private var request: HTTPRequest?
    private var continueIsDue = false
    /// After a failure, the head of the request whose body was too large, and how large it was said to be.
    private(set) var oversized: (request: HTTPRequest, size: Int64?)?

    package init(limits: MessageLimits = MessageLimits(), peer: Peer) {
        self.limits = limits
        self.peer = peer
        section = FieldSection(limits: limits)
    }

    package var progress: Progress {
        switch phase {
        case .startLine: input.count == 0 ? .nothing : .head
        case .fields, .failed: .head
        case .fixedBody, .chunkedBody: .body
        }
    }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        input.append(bytes)
    }

    /// Everything that was not taken: after a request that ends the talk of HTTP.
    mutating func takeRest() -> [UInt8] { Array(input.take(atMost: input.count)) }

    /// The next thing to do with the bytes that are here; call it until it needs more.
    package mutating func next() -> Step {
        do throws(ParseFailure) {
            return try advance()
        } catch {
            phase = .failed(error)
            return .failure(error)
        }
    }

    private mutating func advance() throws(ParseFailure) -> Step {
        while true {
            switch phase {
            case .failed(let failure):
                return .failure(failure)
            case .startLine(let emptyLines):
                guard try readStartLine(emptyLines) else { return .needMore }
            case .fields(let line):
                guard try section.read(from: &input) else { return .needMore }
                try beginBody(line, section.headers)
            case .fixedBody(let left):
                if try readFixed(left) { return finished() }
                return waiting()
            case .chunkedBody(var decoder):
                let complete = try readChunked(&decoder)
                if complete { return finished() }
                phase = .chunkedBody(decoder)
                return waiting()
            }
        }
    }

    private mutating func readStartLine(_ emptyLines: Int) throws(ParseFailure) -> Bool {
        switch input.takeLine(limit: limits.startLine) {
        case .incomplete: return false
        case .tooLong: throw ParseFailure(414, "the request line is too long")
        case .malformed: throw ParseFailure(400, "the request line holds a lone CR or LF, or a zero byte")
        case .line(let line) where line.isEmpty && emptyLines == 0: phase = .startLine(emptyLines: 1)
        case .line(let line): phase = .fields(try RequestLine(line))
        }
        return true
    }

    private mutating func beginBody(_ line: RequestLine, _ headers: HTTPHeaders) throws(ParseFailure) {
        try RequestRules.check(headers, line)
        let framing = try Framing.ofRequest(headers, line.version)
        request = HTTPRequest(line.method, line.target, version: line.version, headers: headers, peer: peer)
        continueIsDue = try RequestRules.expectsContinue(headers, line.version)
        switch framing {
        case .length(let length):
            guard length <= limits.body else { throw tooLarge(length) }
            phase = .fixedBody(left: Int(length))
        case .chunked, .untilClose:
            phase = .chunkedBody(ChunkedDecoder(limits: limits, after: section))
        }
    }

    private mutating func readFixed(_ left: Int) throws(ParseFailure) -> Bool {
        let bytes = input.take(atMost: left)
        request?.body.append(contentsOf: bytes)
        phase = .fixedBody(left: left - bytes.count)
        if !bytes.isEmpty { continueIsDue = false }
        return bytes.count == left
    }

    private mutating func readChunked(_ decoder: inout ChunkedDecoder) throws(ParseFailure) -> Bool {
        if input.count > 0 { continueIsDue = false }
        var body = request?.body ?? []
        request?.body = []
        defer { request?.body = body }
        do {
            return try decoder.decode(from: &input, into: &body, limit: limits.body)
        } catch {
            throw error.status == 413 ? tooLarge(nil) : error
        }
    }

    private mutating func tooLarge(_ size: Int64?) -> ParseFailure {
        if var request {
            request.body = []
            oversized = (request, size)
        }
        return ParseFailure(413, "the body is too large")
    }

    private mutating func waiting() -> Step {
        defer { continueIsDue = false }
        return continueIsDue ? .continueExpected : .needMore
    }

    private mutating func finished() -> Step {
        phase = .startLine(emptyLines: 0)
        section = FieldSection(limits: limits)
        continueIsDue = false
        guard let complete = request.take() else { return .needMore }
        return .request(complete)
    }
}
