internal import Domain
internal import Synchronization
internal import WebServer

/// Answers as they were sent, made once for all who ask at the same time, and kept as long as nothing has changed that
/// they were made of.
final class AnswerCache: Sendable {
    /// How many bytes of bodies are kept.
    static let capacity = 16 << 20

    private let state = Mutex(State())
    private let shared = SharedWork<HTTPResponse>()

    /// An answer with what is to be known of it.
    struct Answer {
        let whole: HTTPResponse
        /// Whether it is the same until something changes in the store, or in what is known beside it.
        let canBeKept: Bool
    }

    /// A list's answer to a request: one that was made before of the same, or a new one.
    ///
    /// - `make`: Makes the list; called only after the stamp was taken, so that no list is taken for newer than it is.
    func page(
        _ request: HTTPRequest,
        _ queries: any StatusQuerying,
        _ make: @escaping @Sendable () async throws -> StatusPage
    ) async throws -> HTTPResponse {
        let target = request.target
        return try await answer(request, named: target.raw, queries) {
            let page = try await make()
            return Answer(whole: JSONAnswer.whole(page, at: target), canBeKept: !page.changesWithTime)
        }
    }

    /// The answer to a request: one that was made before of the same, or a new one.
    ///
    /// - `name`: The same for all requests that are answered the same.
    func answer(
        _ request: HTTPRequest,
        named name: String,
        _ queries: any StatusQuerying,
        _ make: @escaping @Sendable () async throws -> Answer
    ) async throws -> HTTPResponse {
        if let kept = find(name, queries.stamp) { return JSONAnswer.unlessKnown(kept, to: request) }
        let whole = try await shared.value(for: name) { [self] in
            let stamp = queries.stamp
            // Who made the one before may have left it here.
            if let kept = find(name, stamp) { return kept }
            let answer = try await make()
            guard answer.canBeKept, let stamp else { return answer.whole }
            let whole = answer.whole.prepared()
            state.withLock { $0.keep(whole, name, stamp) }
            return whole
        }
        return JSONAnswer.unlessKnown(whole, to: request)
    }

    /// The answer to a request, if it was made before.
    func present(_ request: HTTPRequest, named name: String, _ queries: any StatusQuerying) -> HTTPResponse? {
        find(name, queries.stamp).map { JSONAnswer.unlessKnown($0, to: request) }
    }

    private func find(_ name: String, _ stamp: AnswerStamp?) -> HTTPResponse? {
        stamp.flatMap { stamp in state.withLock { $0.find(name, stamp) } }
    }

    private struct State {
        private var stamp: AnswerStamp?
        private var answers: [String: HTTPResponse] = [:]
        private var size = 0

        func find(_ name: String, _ stamp: AnswerStamp) -> HTTPResponse? {
            self.stamp == stamp ? answers[name] : nil
        }

        mutating func keep(_ answer: HTTPResponse, _ name: String, _ stamp: AnswerStamp) {
            guard case .bytes(let body) = answer.body else { return }
            let cost = body.count + name.utf8.count
            if self.stamp != stamp || size + cost > AnswerCache.capacity { empty(stamp) }
            guard cost <= AnswerCache.capacity, answers.updateValue(answer, forKey: name) == nil else { return }
            size += cost
        }

        private mutating func empty(_ stamp: AnswerStamp) {
            self.stamp = stamp
            answers = [:]
            size = 0
        }
    }
}
