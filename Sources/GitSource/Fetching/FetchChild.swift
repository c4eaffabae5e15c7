internal import Domain
internal import Platform

/// Talks to a remote through a child process, which stays between exchanges and is killed when one takes too long.
actor FetchChild {
    private let executable: String
    private let timeout: Int64
    private let environment: [String: String]
    private let turns = Turns()
    /// The process between two exchanges.
    private var idle: FetchProcess?
    private let executor = BlockingExecutor(on: .fetching)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executable: The program whose `fetch` command is started, when it is first needed.
    ///   - timeout: The longest that one exchange may take, in milliseconds.
    ///   - environment: What the process gets besides what any gets.
    init(executable: String, timeout: Int64, environment: [String: String] = [:]) {
        self.executable = executable
        self.timeout = timeout
        self.environment = environment
    }

    /// One exchange, when those before it are over; no thread waits for it, and cancelling the task kills the process.
    func ask(_ request: FetchRequest) async throws -> FetchAnswer {
        try await turns.take()
        defer { turns.give() }
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
        idle = process
        return try answer.get()
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
