internal import Synchronization

/// Does a piece of work once for all who want the same at the same time.
///
/// Whoever comes while it is being done gets what is done next, which begins after they came: nobody is told less than
/// was true when they asked. At most one is done for a key, and none that nobody waits for any more.
final class SharedWork<Value: Sendable>: Sendable {
    typealias Work = @Sendable () async throws -> Value
    private typealias Waiter = CheckedContinuation<Value, any Error>

    private let state = Mutex(State())

    /// What comes of work that begins after this call, whoever asked for it.
    ///
    /// - Throws: What the work throws; `CancellationError` if the surrounding task is cancelled.
    func value(for key: String, _ work: @escaping Work) async throws -> Value {
        let id = state.withLock { $0.newID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isFirst = state.withLock { $0.join(key, id, continuation, work) }
                if isFirst { begin(key, id, work) }
                // The cancellation may have come before there was anybody to be sent away.
                if Task.isCancelled { leave(key, id) }
            }
        } onCancel: {
            leave(key, id)
        }
    }

    /// How many wait for what is done for the key, now or next.
    func waiting(for key: String) -> Int { state.withLock { $0.waiting(for: key) } }

    private func begin(_ key: String, _ turn: UInt64, _ work: @escaping Work) {
        let task = Task {
            let result: Result<Value, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            finish(key, result)
        }
        let isWanted = state.withLock { $0.note(task, of: key, turn) }
        if !isWanted { task.cancel() }
    }

    /// Answers those who have waited, and goes on to what is next.
    private func finish(_ key: String, _ result: Result<Value, any Error>) {
        let end = state.withLock { $0.end(key) }
        for waiter in end.waiting.values { waiter.resume(with: result) }
        if let next = end.next { begin(key, next.turn, next.work) }
    }

    /// Lets one wait no longer.
    private func leave(_ key: String, _ id: UInt64) {
        let departure = state.withLock { $0.leave(key, id) }
        departure.unwanted?.cancel()
        departure.waiter?.resume(throwing: CancellationError())
    }

    /// What is done for one key, now and next.
    private struct Line {
        let turn: UInt64
        var task: Task<Void, Never>?
        var waiting: [UInt64: Waiter]
        var next: [UInt64: Waiter] = [:]
        var nextWork: Work?
    }

    /// Who has waited for work that has ended, and what follows it.
    private struct End {
        let waiting: [UInt64: Waiter]
        var next: (turn: UInt64, work: Work)?
    }

    /// One who waits no longer, and the work that nobody waits for any more.
    private struct Departure {
        var waiter: Waiter?
        var unwanted: Task<Void, Never>?
    }

    private struct State {
        private var nextID: UInt64 = 0
        private var lines: [String: Line] = [:]

        mutating func newID() -> UInt64 {
            defer { nextID += 1 }
            return nextID
        }

        func waiting(for key: String) -> Int { lines[key].map { $0.waiting.count + $0.next.count } ?? 0 }

        /// Whether the work begins at once.
        mutating func join(_ key: String, _ id: UInt64, _ waiter: Waiter, _ work: @escaping Work) -> Bool {
            guard lines[key] != nil else {
                lines[key] = Line(turn: id, waiting: [id: waiter])
                return true
            }
            lines[key]?.next[id] = waiter
            lines[key]?.nextWork = work
            return false
        }

        /// Whether somebody still waits for it, or it has ended already.
        mutating func note(_ task: Task<Void, Never>, of key: String, _ turn: UInt64) -> Bool {
            guard let line = lines[key], line.turn == turn else { return true }
            lines[key]?.task = task
            return !line.waiting.isEmpty
        }

        mutating func end(_ key: String) -> End {
            guard let line = lines.removeValue(forKey: key) else { return End(waiting: [:]) }
            var end = End(waiting: line.waiting)
            if let work = line.nextWork, !line.next.isEmpty {
                let turn = newID()
                lines[key] = Line(turn: turn, waiting: line.next)
                end.next = (turn, work)
            }
            return end
        }

        mutating func leave(_ key: String, _ id: UInt64) -> Departure {
            if let waiter = lines[key]?.next.removeValue(forKey: id) { return Departure(waiter: waiter) }
            guard let waiter = lines[key]?.waiting.removeValue(forKey: id) else { return Departure() }
            let isWanted = lines[key]?.waiting.isEmpty == false
            return Departure(waiter: waiter, unwanted: isWanted ? nil : lines[key]?.task)
        }
    }
}
