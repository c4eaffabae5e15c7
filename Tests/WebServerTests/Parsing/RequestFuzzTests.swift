import TestSupport
import Testing
import WebServer

@Suite("The request parser under damaged requests")
struct RequestFuzzTests {
    @Test("accepts exactly what a second reading of the standard does, however the bytes are cut")
    func differential() async throws {
        // On a thread of its own: the servers of other tests need the shared ones.
        #expect(try await onThread { Self.firstDifference() } == nil)
    }

    /// In whatever round.
    private static func firstDifference() -> String? {
        var random = SplitMix64(seed: FuzzRounds.seed)
        for round in 0..<FuzzRounds.inMemory {
            let bytes = Mutation.request(&random)
            let steps = ParsedRequests.steps(bytes, cutAt: nil)
            let cut = Int.random(in: 0...bytes.count, using: &random)
            if let reason = difference(steps, ReferenceRequests.read(bytes)) {
                return "seed \(FuzzRounds.seed), round \(round): \(reason): \(bytes)"
            }
            guard ParsedRequests.steps(bytes, cutAt: cut) == steps else {
                return "seed \(FuzzRounds.seed), round \(round): another result when cut at \(cut): \(bytes)"
            }
        }
        return nil
    }

    @Test("gets as many good requests as bad ones, of every kind")
    func coverage() async throws {
        // On a thread of its own: the servers of other tests need the shared ones.
        let kinds = try await onThread { Self.counted() }
        for kind in ["200", "400", "413", "417", "501", "505"] { #expect(kinds[kind, default: 0] >= 5, "\(kind)") }
    }

    private static func counted() -> [String: Int] {
        var random = SplitMix64(seed: 1)
        var kinds: [String: Int] = [:]
        for _ in 0..<5_000 {
            for step in ParsedRequests.steps(Mutation.request(&random), cutAt: nil) {
                kinds["\(step.status ?? 200)", default: 0] += 1
            }
        }
        return kinds
    }

    private static func difference(
        _ steps: [RequestParser.Step],
        _ reference: (requests: [ReferenceRequests.Request], end: ReferenceRequests.End)
    ) -> String? {
        let requests = steps.compactMap { if case .request(let request) = $0 { request } else { nil } }
        guard requests.count == reference.requests.count else { return "\(requests.count) requests" }
        for (own, other) in zip(requests, reference.requests) where !isSame(own, other) { return "another request" }
        let hasFailed = steps.last?.status != nil
        // An unfinished request may be refused before its end, but not the other way round.
        return reference.end == .refused && !hasFailed ? "not refused" : nil
    }

    private static func isSame(_ request: HTTPRequest, _ other: ReferenceRequests.Request) -> Bool {
        let fields = other.fields.map { $0.map { String(decoding: $0, as: UTF8.self) } }
        return Array(request.method.utf8) == other.method && Array(request.target.raw.utf8) == other.target
            && request.headers.fields.map { [$0.name, $0.value] } == fields && request.body == other.body
    }
}
