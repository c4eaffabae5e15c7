/// Makes messages of a client's bytes, as strictly as RFC 6455 says.
///
/// The same bytes give the same messages and the same failure however they are cut. It holds a message that is not
/// complete, and nothing else.
package struct WebSocketParser: Sendable {
    package enum Step: Equatable, Sendable {
        /// Nothing more before further bytes come.
        case needMore
        case text(String)
        case ping([UInt8])
        case pong
        /// The client's close frame; no code where it holds none. Nothing that follows counts.
        case close(WebSocketCloseCode?)
        /// Nothing that follows counts.
        case failure(WebSocketFailure)
    }

    private enum Phase {
        case header(FrameHeaderReader)
        case payload(FrameHeader, FramePayload)
        case ended
    }

    private let frameLimit: Int
    private let messageLimit: Int
    private var phase = Phase.header(FrameHeaderReader())
    private var message = FragmentedText()
    /// What has come of a control frame's payload.
    private var control: [UInt8] = []

    package init(_ configuration: WebSocketConfiguration = WebSocketConfiguration()) {
        frameLimit = configuration.frame
        messageLimit = configuration.message
    }

    /// Takes bytes from the front of `input`, up to the next thing to do.
    package mutating func next(_ input: inout ArraySlice<UInt8>) -> Step {
        do throws(WebSocketFailure) {
            return try advance(&input)
        } catch {
            phase = .ended
            return .failure(error)
        }
    }

    private mutating func advance(_ input: inout ArraySlice<UInt8>) throws(WebSocketFailure) -> Step {
        while true {
            switch phase {
            case .header(var reader):
                guard let header = try WebSocketParser.header(&reader, &input) else {
                    phase = .header(reader)
                    return .needMore
                }
                try begin(header)
            case .payload(let header, var payload):
                try read(&payload, of: header, from: &input)
                guard payload.left == 0 else {
                    phase = .payload(header, payload)
                    return .needMore
                }
                phase = .header(FrameHeaderReader())
                if let step = try finish(header) { return step }
            case .ended:
                input = []
                return .needMore
            }
        }
    }

    private static func header(
        _ reader: inout FrameHeaderReader,
        _ input: inout ArraySlice<UInt8>
    ) throws(WebSocketFailure) -> FrameHeader? {
        while let byte = input.popFirst() {
            if let header = try reader.take(byte) { return header }
        }
        return nil
    }

    private mutating func begin(_ header: FrameHeader) throws(WebSocketFailure) {
        if !header.opcode.isControl { try checkOrder(header.opcode) }
        guard let length = Int(exactly: header.length), length <= frameLimit,
            header.opcode.isControl || length <= messageLimit - message.count
        else { throw WebSocketFailure(.messageTooBig, "the message is too large") }
        if !header.opcode.isControl { message.expect(length) }
        phase = .payload(header, FramePayload(header, length: length))
    }

    private func checkOrder(_ opcode: WebSocketOpcode) throws(WebSocketFailure) {
        guard message.isOpen == (opcode == .continuation) else {
            let reason = message.isOpen ? "a message begins within another" : "there is no message to continue"
            throw WebSocketFailure(.protocolError, reason)
        }
        guard opcode != .binary else { throw WebSocketFailure(.unsupportedData, "only text is taken here") }
    }

    private mutating func read(
        _ payload: inout FramePayload,
        of header: FrameHeader,
        from input: inout ArraySlice<UInt8>
    ) throws(WebSocketFailure) {
        if header.opcode.isControl {
            try payload.read(from: &input) { byte in control.append(byte) }
        } else {
            try payload.read(from: &input) { byte throws(WebSocketFailure) in try message.append(byte) }
        }
    }

    /// What a complete frame means; nil for a fragment that is not the last.
    private mutating func finish(_ header: FrameHeader) throws(WebSocketFailure) -> Step? {
        defer { if header.opcode.isControl { control = [] } }
        switch header.opcode {
        case .continuation, .text, .binary: return header.isFinal ? .text(try message.finish()) : nil
        case .ping: return .ping(control)
        case .pong: return .pong
        case .close:
            let code = try ClosePayload.code(of: control)
            phase = .ended
            return .close(code)
        }
    }
}
