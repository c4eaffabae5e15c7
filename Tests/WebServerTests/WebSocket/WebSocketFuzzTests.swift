import TestSupport
import Testing
import WebServer

@Suite("The WebSocket parser under damaged frames")
struct WebSocketFuzzTests {
    @Test("understands exactly what a second reading of the standard does, however the bytes are cut")
    func differential() {
        var random = SplitMix64(seed: FuzzRounds.seed)
        for round in 0..<FuzzRounds.inMemory {
            let bytes = FrameMutation.frames(&random)
            let steps = ParsedFrames.steps(bytes, cuts: [])
            let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()

            guard steps.map(ReferenceFrames.Event.init) == ReferenceFrames.events(bytes),
                ParsedFrames.steps(bytes, cuts: cuts) == steps
            else {
                Issue.record(
                    "seed \(FuzzRounds.seed), round \(round): \(bytes) cut at \(cuts): \(steps), not \(ReferenceFrames.events(bytes))"
                )
                return
            }
        }
    }

    @Test("is reached by every kind of event")
    func coverage() {
        var random = SplitMix64(seed: 1)
        var kinds: [String: Int] = [:]
        for _ in 0..<5_000 {
            for step in ParsedFrames.steps(FrameMutation.frames(&random), cuts: []) {
                kinds[Self.kind(step), default: 0] += 1
            }
        }
        for kind in ["text", "ping", "pong", "close", "1002", "1003", "1007", "1009"] {
            #expect(kinds[kind, default: 0] >= 5, "\(kind)")
        }
    }

    private static func kind(_ step: WebSocketParser.Step) -> String {
        switch step {
        case .needMore: "nothing"
        case .text: "text"
        case .ping: "ping"
        case .pong: "pong"
        case .close: "close"
        case .failure(let failure): "\(failure.code.rawValue)"
        }
    }
}

extension ReferenceFrames.Event {
    fileprivate init(_ step: WebSocketParser.Step) {
        self =
            switch step {
            case .text(let text): .text(Array(text.utf8))
            case .ping(let payload): .ping(payload)
            case .pong, .needMore: .pong
            case .close(let code): .close(code?.rawValue)
            case .failure(let failure): .failure(failure.code.rawValue)
            }
    }
}
