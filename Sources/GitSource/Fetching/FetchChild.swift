internal import Domain
internal import Platform

/// Talks to a remote through a child process, which stays between exchanges and is killed when one takes too long.
///
/// One exchange at a time, because each may write into the clone.
actor FetchChild {
    private let executable: String
    private let timeout: Int64
    private let environment: [String: String]
    private let grace: Int64
    private let memory: Int64
    private let turns = Turns()
    /// The preview's exchange that is under way.
    private var preview: Task<FetchAnswer, any Error>?
    private var waitingPolls = 0
    /// Whether one of them has waited for long enough.
    private var isPatienceOver = false
    /// The process between two exchanges.
    private var idle: FetchProcess?
    /// The process that gathers packs after its answer; the turn of the exchange lasts until it has.
    private var gatherer: FetchProcess?
    /// Whether packs were gathered since the last answer.
    private var hasGathered = false
    private let log: any Log
    private let executor = BlockingExecutor(on: .fetching)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executable: The program whose `fetch` command is started, when it is first needed.
    ///   - timeout: The longest that one exchange may take, in milliseconds.
    ///   - environment: What the process gets besides what any gets.
    ///   - grace: How long a poll waits for a preview's exchange before it ends it, in milliseconds.
    ///   - memory: A process that has more bytes in memory after an answer is not asked again; the next question starts
    ///     another one.
    ///   - log: Is told when the packs of a clone could not be gathered.
    init(
        executable: String,
        timeout: Int64,
        environment: [String: String] = [:],
        grace: Int64 = 1_000,
        memory: Int64 = FetchLimits.memory,
        log: any Log = SilentLog()
    ) {
        self.executable = executable
        self.timeout = timeout
        self.environment = environment
        self.grace = grace
        self.memory = memory
        self.log = log
    }

    deinit {
        // Its clone may be another child's from now on.
        gatherer?.kill()
    }

    /// One exchange for a poll, before those for previews; no thread waits for it, and cancelling the task kills the
    /// process.
    ///
    /// A preview's that goes on is ended after a moment, and begins anew behind the poll.
    func ask(_ request: FetchRequest) async throws -> FetchAnswer {
        if !turns.takeIfFree() { try await takeFromPreviews() }
        defer { endTurn() }
        return try await answer(request)
    }

    private func takeFromPreviews() async throws {
        waitingPolls += 1
        defer {
            waitingPolls -= 1
            if waitingPolls == 0 { isPatienceOver = false }
        }
        let impatience = Task {
            try await Task.sleep(for: .milliseconds(grace))
            endPatience()
        }
        defer { impatience.cancel() }
        try await turns.take(urgently: true)
    }

    private func endPatience() {
        // By now the poll may have its turn.
        guard waitingPolls > 0 else { return }
        isPatienceOver = true
        preview?.cancel()
    }

    /// One exchange for a preview, behind every poll's; cancelling the task kills the process.
    ///
    /// - Throws: ``SourceFailure`` also when polls have come before it for as long as one exchange may take.
    func askBehindPolls(_ request: FetchRequest) async throws -> FetchAnswer {
        let deadline = BootClock.now() + timeout
        repeat {
            if let answer = try await answerUnlessInterrupted(request) { return answer }
        } while BootClock.now() < deadline
        throw SourceFailure("\(request.url): polls of the source came first, again and again; come again later")
    }

    /// - Returns: Nil if a poll came first.
    private func answerUnlessInterrupted(_ request: FetchRequest) async throws -> FetchAnswer? {
        try await turns.take()
        defer { endTurn() }
        guard !isPatienceOver else { return nil }
        // A task of its own, which a poll can end alone.
        let exchange = Task { try await answer(request) }
        preview = exchange
        defer { preview = nil }
        let result = await withTaskCancellationHandler {
            await exchange.result
        } onCancel: {
            exchange.cancel()
        }
        try Task.checkCancellation()
        if exchange.isCancelled, case .failure(is CancellationError) = result { return nil }
        return try result.get()
    }

    private func answer(_ request: FetchRequest) async throws -> FetchAnswer {
        do {
            return try await exchange(request)
        } catch let failure as RemoteAnswer {
            throw SourceFailure(failure.description)
        } catch {
            try Task.checkCancellation()
            throw SourceFailure("\(request.url): \(error)")
        }
    }

    private func exchange(_ request: FetchRequest) async throws -> FetchAnswer {
        try Task.checkCancellation()
        let process = try idle ?? FetchProcess(executable: executable, environment: environment)
        // Only a process whose exchange has succeeded is kept, and nobody else holds it meanwhile.
        idle = nil
        let line = try await process.exchange(request.json.bytes(), timeout: timeout)
        let answer = try Answer(line)
        guard case .found(var found) = answer else {
            keep(process)
            return try answer.get()
        }
        if found.gathers { gatherer = process } else { keep(process) }
        if hasGathered { found.renewed = true }
        hasGathered = false
        return found
    }

    private func keep(_ process: FetchProcess) {
        if process.memory <= memory { idle = process }
    }

    /// Gives the turn to the next exchange, once the process has gathered the packs if it does.
    private func endTurn() {
        guard let gatherer else { return turns.give() }
        // Holds this child not before the process is done: a child that nobody needs any more ends it.
        Task { [turns, weak self] in
            let end = await Gathering.end(of: gatherer)
            await self?.note(end, of: gatherer)
            turns.give()
        }
    }

    private func note(_ end: Gathering, of process: FetchProcess) {
        gatherer = nil
        hasGathered = true
        switch end {
        case .done: keep(process)
        case .failed(let why):
            keep(process)
            log.warning("could not gather the packs of a clone", ["error": why])
        case .lost(let why): log.warning("could not gather the packs of a clone", ["error": why])
        }
    }

    /// How a process ended with gathering packs.
    private enum Gathering {
        case done
        /// It goes on, and the packs are as they were.
        case failed(String)
        /// It is of no use any more.
        case lost(String)

        static func end(of process: FetchProcess) async -> Gathering {
            do {
                guard let line = try await process.line(within: FetchLimits.gathering) else {
                    return .lost("it took more than \(DurationText.text(milliseconds: FetchLimits.gathering))")
                }
                let json = try JSONParser.parse(line, limits: JSONLimits(bytes: FetchLimits.line)).value
                return json["error"]?.string.map(Gathering.failed) ?? .done
            } catch {
                return .lost("\(error)")
            }
        }
    }

    /// What the process said in a way that it can be asked again.
    private enum Answer {
        case found(FetchAnswer)
        case refused(RemoteAnswer)

        init(_ line: [UInt8]) throws {
            let json = try JSONParser.parse(line, limits: JSONLimits(bytes: FetchLimits.line)).value
            if let message = json["error"]?.string {
                self = .refused(RemoteAnswer(description: message))
            } else if let answer = FetchAnswer(json) {
                self = .found(answer)
            } else {
                throw SourceFailure("the process that talks to the remote answered with something else")
            }
        }

        func get() throws -> FetchAnswer {
            switch self {
            case .found(let answer): return answer
            case .refused(let failure): throw failure
            }
        }
    }

    private struct RemoteAnswer: Error {
        let description: String
    }
}
