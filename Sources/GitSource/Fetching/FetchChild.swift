internal import Domain
internal import Platform
internal import Synchronization

/// Talks to a remote through a child process, which stays between exchanges and is killed when one takes too long.
actor FetchChild {
    private let executable: String
    private let timeout: Int64
    private let environment: [String: String]
    private let running = RunningProcess()
    private let executor: BlockingExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executable: The program whose `fetch` command is started, when it is first needed.
    ///   - timeout: The longest that one exchange may take, in milliseconds.
    ///   - label: A name for the thread.
    ///   - environment: What the process gets besides what any gets.
    init(executable: String, timeout: Int64, label: String, environment: [String: String] = [:]) {
        self.executable = executable
        self.timeout = timeout
        self.environment = environment
        executor = BlockingExecutor(label: label)
    }

    /// One exchange; cancelling the task kills the process.
    func ask(_ request: FetchRequest) async throws -> FetchAnswer {
        let ticket = running.ticket()
        return try await withTaskCancellationHandler {
            try exchange(request, ticket)
        } onCancel: {
            running.kill(ticket)
        }
    }

    private func exchange(_ request: FetchRequest, _ ticket: Int) throws -> FetchAnswer {
        try Task.checkCancellation()
        let process = try running.begin(ticket, executable, environment)
        do {
            // Who cancelled before this exchange began has found nothing to kill.
            try Task.checkCancellation()
            let line = try process.exchange(request.json.bytes(), timeout: timeout)
            running.end(ticket)
            return try read(line, of: request)
        } catch let failure as RemoteAnswer {
            throw SourceFailure(failure.description)
        } catch {
            running.discard(ticket)
            try Task.checkCancellation()
            throw SourceFailure("\(request.url): \(error)")
        }
    }

    private struct RemoteAnswer: Error {
        let description: String
    }

    private func read(_ line: [UInt8], of request: FetchRequest) throws -> FetchAnswer {
        let json = try JSONParser.parse(line, limits: JSONLimits(bytes: FetchLimits.line)).value
        if let message = json["error"]?.string { throw RemoteAnswer(description: message) }
        guard let answer = FetchAnswer(json) else {
            throw SourceFailure("the process that talks to the remote answered with something else")
        }
        return answer
    }
}

/// The process of a ``FetchChild``, so that a cancelled task can kill the one that it waits for, and no other.
private final class RunningProcess: Sendable {
    private struct State {
        var process: FetchProcess?
        /// Whose exchange is going on.
        var current: Int?
        var tickets = 0
    }

    private let state = Mutex(State())

    func ticket() -> Int {
        state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
    }

    /// The process for this exchange, started if there is none.
    func begin(_ ticket: Int, _ executable: String, _ environment: [String: String]) throws -> FetchProcess {
        let present = state.withLock(\.process)
        let process = try present ?? FetchProcess(executable: executable, environment: environment)
        state.withLock { state in
            state.process = process
            state.current = ticket
        }
        return process
    }

    func end(_ ticket: Int) {
        state.withLock { state in if state.current == ticket { state.current = nil } }
    }

    func discard(_ ticket: Int) {
        state.withLock { state in
            state.process?.kill()
            state.process = nil
            state.current = nil
        }
    }

    func kill(_ ticket: Int) {
        state.withLock { state in if state.current == ticket { state.process?.kill() } }
    }
}
