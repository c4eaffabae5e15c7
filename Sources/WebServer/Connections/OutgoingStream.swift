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
    /// Whether nobody knows how much will come.
    var isEndless: Bool { framing == .chunked || framing == .untilClose }

    private var framing: Framing

    init(_ stream: HTTPStream, _ framing: Framing) {
        self.stream = stream
        self.framing = framing
    }

    /// The step for the next bytes, or for the end.
    mutating func continued(_ bytes: [UInt8]?) -> Step {
        switch framing {
        case .chunked:
            guard let bytes else { return .finish(Array("0\r\n\r\n".utf8)) }
            return .send(bytes.isEmpty ? [] : OutgoingStream.chunk(bytes))
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
