/// A body that is made while it is sent: what has come of it, and how it is framed.
struct OutgoingStream {
    enum Framing: Equatable {
        case chunked
        case counted(left: Int64)
        case untilClose
    }

    /// What to do with what the stream made.
    enum Step: Equatable {
        /// Send this, then ask for more.
        case send([UInt8])
        /// Send this, then the answer is complete.
        case finish([UInt8])
        /// It cannot be completed; closing is the only way to say so.
        case abort(String)
    }

    let stream: HTTPStream
    private var framing: Framing
    /// How many zeros of the next chunk's size have been sent.
    private var zeros = 0

    /// As many as every reader of chunk sizes takes in front of the largest size that is sent.
    private static let mostZeros = 7

    init(_ stream: HTTPStream, _ framing: Framing) {
        self.stream = stream
        self.framing = framing
    }

    /// A byte that changes nothing, whatever comes next: a zero in front of the next chunk's size, or of the end's
    /// (RFC 9112 §7.1).
    ///
    /// - Returns: Nil where there is none, or were enough.
    mutating func takeAhead() -> UInt8? {
        guard framing == .chunked, zeros < Self.mostZeros else { return nil }
        zeros += 1
        return UInt8(ascii: "0")
    }

    /// The step for the next bytes, or for the end.
    mutating func continued(_ bytes: [UInt8]?) -> Step {
        switch framing {
        case .chunked:
            guard let bytes else { return .finish(Array("0\r\n\r\n".utf8)) }
            guard !bytes.isEmpty else { return .send([]) }
            zeros = 0
            return .send(OutgoingStream.chunk(bytes))
        case .untilClose:
            return bytes.map { .send($0) } ?? .finish([])
        case .counted(let left):
            guard let bytes else { return left == 0 ? .finish([]) : .abort("a body was shorter than announced") }
            guard bytes.count <= left else { return .abort("a body was longer than announced") }
            framing = .counted(left: left - Int64(bytes.count))
            return .send(bytes)
        }
    }

    private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        var chunk = Array("\(String(bytes.count, radix: 16))\r\n".utf8)
        chunk.reserveCapacity(chunk.count + bytes.count + 2)
        chunk += bytes
        chunk += [0x0D, 0x0A]
        return chunk
    }
}
