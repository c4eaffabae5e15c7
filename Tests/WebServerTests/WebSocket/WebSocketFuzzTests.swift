import TestSupport
import Testing
import WebServer

@Suite("The WebSocket parser under damaged frames")
struct WebSocketFuzzTests {
    @Test("understands exactly what a second reading of the standard does, however the bytes are cut")
    func differential() async throws {
        // On a thread of its own: the servers of other tests need the shared ones.
        #expect(try await onThread { Self.firstDifference() } == nil)
    }

    /// In whatever round.
    private static func firstDifference() -> String? {
        var random = SplitMix64(seed: FuzzRounds.seed)
        for round in 0..<FuzzRounds.inMemory {
            let bytes = FrameMutation.frames(&random)
            let steps = ParsedFrames.steps(bytes, cuts: [])
            let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()

            guard steps.map(ReferenceFrames.Event.init) == ReferenceFrames.events(bytes),
                ParsedFrames.steps(bytes, cuts: cuts) == steps
            else {
                let expected = ReferenceFrames.events(bytes)
                return "seed \(FuzzRounds.seed), round \(round): \(bytes) cut at \(cuts): \(steps), not \(expected)"
            }
        }
        return nil
    }

    @Test("is reached by every kind of event")
    func coverage() async throws {
        // On a thread of its own: the servers of other tests need the shared ones.
        let kinds = try await onThread { Self.counted() }
        for kind in ["text", "ping", "pong", "close", "1002", "1003", "1007", "1009"] {
            #expect(kinds[kind, default: 0] >= 5, "\(kind)")
        }
    }

    private static func counted() -> [String: Int] {
        var random = SplitMix64(seed: 1)
        var kinds: [String: Int] = [:]
        for _ in 0..<5_000 {
            for step in ParsedFrames.steps(FrameMutation.frames(&random), cuts: []) {
                kinds[kind(step), default: 0] += 1
            }
        }
        return kinds
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
