internal import Domain
internal import Synchronization
internal import WebServer

/// Lists as they were sent, kept as long as nothing has changed that they were made of.
final class AnswerCache: Sendable {
    /// How many bytes of bodies are kept.
    static let capacity = 16 << 20

    private let state = Mutex(State())

    /// The answer to a request: one that was made before of the same, or a new one.
    ///
    /// - `make`: Makes the list; called only after the stamp was taken, so that no list is taken for newer than it is.
    func page(
        _ request: HTTPRequest,
        _ queries: any StatusQuerying,
        _ make: () async throws -> StatusPage
    ) async throws -> HTTPResponse {
        let (stamp, target) = (queries.stamp, request.target.raw)
        if let kept = state.withLock({ $0.find(target, stamp) }) { return JSONAnswer.unlessKnown(kept, to: request) }
        let page = try await make()
        let answer = JSONAnswer.whole(page, at: request.target)
        if !page.changesWithTime { state.withLock { $0.keep(answer, target, stamp) } }
        return JSONAnswer.unlessKnown(answer, to: request)
    }

    private struct State {
        private var stamp: AnswerStamp?
        private var answers: [String: HTTPResponse] = [:]
        private var size = 0

        func find(_ target: String, _ stamp: AnswerStamp) -> HTTPResponse? {
            self.stamp == stamp ? answers[target] : nil
        }

        mutating func keep(_ answer: HTTPResponse, _ target: String, _ stamp: AnswerStamp) {
            guard case .bytes(let body) = answer.body else { return }
            let cost = body.count + target.utf8.count
            if self.stamp != stamp || size + cost > AnswerCache.capacity { empty(stamp) }
            guard cost <= AnswerCache.capacity, answers.updateValue(answer, forKey: target) == nil else { return }
            size += cost
        }

        private mutating func empty(_ stamp: AnswerStamp) {
            self.stamp = stamp
            answers = [:]
            size = 0
        }
    }
}
