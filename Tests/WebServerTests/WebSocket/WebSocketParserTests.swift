import Testing
import WebServer

@Suite("The WebSocket parser")
struct WebSocketParserTests {
    @Test("understands what RFC 6455 says, and refuses the rest with the right code", arguments: WebSocketCase.all)
    func cases(_ example: WebSocketCase) {
        let steps = ParsedFrames.steps(example.bytes, cuts: [])

        #expect(ParsedFrames.texts(steps) == example.texts || example.ending != nil)
        #expect(ParsedFrames.pings(steps) == example.pongs || example.ending != nil)
        #expect(ParsedFrames.ending(steps) == example.ending)
    }

    @Test(
        "understands the same however the bytes are cut",
        arguments: WebSocketCase.all.filter { $0.bytes.count < 200 }
    )
    func everyCut(_ example: WebSocketCase) {
        let whole = ParsedFrames.steps(example.bytes, cuts: [])

        for cut in example.bytes.indices { #expect(ParsedFrames.steps(example.bytes, cuts: [cut]) == whole) }
        #expect(ParsedFrames.steps(example.bytes, cuts: Array(example.bytes.indices)) == whole)
    }

    @Test("fails as soon as text can no longer become UTF-8")
    func failsFast() {
        let frame = ClientFrame(opcode: 1, payload: [0x61, 0xFF] + [UInt8](repeating: 0x61, count: 100))
        let steps = ParsedFrames.steps(Array(frame.bytes.prefix(8)), cuts: [])

        #expect(ParsedFrames.ending(steps) == .code(1007))
    }

    @Test("takes exactly as much as its limits allow")
    func limits() {
        var configuration = WebSocketConfiguration()
        configuration.frame = 3
        configuration.message = 5
        func ending(_ frames: ClientFrame...) -> WebSocketCase.Ending? {
            ParsedFrames.ending(ParsedFrames.steps(frames.flatMap(\.bytes), cuts: [], configuration))
        }
        let open = ClientFrame.text("abc").with { $0.isFinal = false }

        #expect(ending(.text("abc")) == nil)
        #expect(ending(.text("abcd")) == .code(1009))
        #expect(ending(open, ClientFrame(opcode: 0, payload: [0x61, 0x62])) == nil)
        #expect(ending(open, ClientFrame(opcode: 0, payload: [0x61, 0x62, 0x63])) == .code(1009))
    }
}

/// What the parser makes of bytes.
enum ParsedFrames {
    static func steps(
        _ bytes: [UInt8],
        cuts: [Int],
        _ configuration: WebSocketConfiguration = WebSocketConfiguration()
    ) -> [WebSocketParser.Step] {
        var parser = WebSocketParser(configuration)
        var steps: [WebSocketParser.Step] = []
        for (start, end) in zip([0] + cuts, cuts + [bytes.count]) {
            var part = bytes[start..<end]
            while true {
                let step = parser.next(&part)
                if step == .needMore { break }
                steps.append(step)
            }
        }
        return steps
    }

    static func texts(_ steps: [WebSocketParser.Step]) -> [[UInt8]] {
        steps.compactMap { if case .text(let text) = $0 { Array(text.utf8) } else { nil } }
    }

    static func pings(_ steps: [WebSocketParser.Step]) -> [[UInt8]] {
        steps.compactMap { if case .ping(let payload) = $0 { payload } else { nil } }
    }

    /// How a server that has seen these closes.
    static func ending(_ steps: [WebSocketParser.Step]) -> WebSocketCase.Ending? {
        switch steps.last {
        case .close(let code): code.map { .code($0.rawValue) } ?? .noCode
        case .failure(let failure): .code(failure.code.rawValue)
        case .text, .ping, .pong, .needMore, nil: nil
        }
    }
}
