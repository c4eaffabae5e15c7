internal import Domain
internal import Platform
internal import WebServer

/// Asks the daemon over its control socket, one question at a time.
struct DaemonClient: ControlClient {
    let socket: String
    private let executor = BlockingExecutor(label: "control socket")

    init(socket: String) {
        self.socket = socket
    }

    /// The largest answer that is read, in bytes: the plan of very many services.
    private static let largestAnswer = 1 << 28
    /// How long a sync may go without an answer, in milliseconds: every source is polled meanwhile.
    private static let syncTimeout: Int64 = 3_600_000

    /// Whether anybody answers at the socket.
    ///
    /// - Throws: ``CommandFailure`` if somebody is there and does not answer, or may not be asked.
    func isAnswered() async throws -> Bool {
        do {
            _ = try await executor.run { [socket] in
                try UnixHTTPClient(path: socket, timeout: 30_000).send("GET", "/healthz")
            }
            return true
        } catch HTTPClientError.nobodyListens {
            return false
        } catch let error as HTTPClientError {
            throw unreachable(error)
        }
    }

    /// What the daemon has at `path`.
    ///
    /// - Throws: ``CommandFailure``, with what the daemon says is wrong, or that none answers.
    func get(_ path: String, _ query: Query = []) async throws -> JSONValue {
        try value(of: try await send("GET", Self.target(path, query)))
    }

    /// The same, or nil if there is no such thing.
    func find(_ path: String, _ query: Query = []) async throws -> JSONValue? {
        let response = try await send("GET", Self.target(path, query))
        return response.status == 404 ? nil : try value(of: response)
    }

    /// Why there is nothing at `path`, in the daemon's words; nil if there is something.
    func absence(at path: String) async throws -> CommandFailure? {
        let response = try await send("GET", path)
        if response.status == 404 { return Self.failure(status: response.status, body: response.body) }
        _ = try value(of: response)
        return nil
    }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        let headers: HTTPHeaders = ["Content-Type": "application/json"]
        return try value(
            of: try await send("POST", path, headers: headers, body: body.bytes(), timeout: Self.syncTimeout)
        )
    }

    /// Hands out the bytes at `path` as they come, with the answer's head, which comes first and alone; waits without
    /// end where the daemon does.
    func stream(
        _ path: String,
        _ query: Query,
        _ take: @escaping @Sendable (HTTPClientResponse, [UInt8]) throws -> Void
    ) async throws {
        let head = try await answering { [socket] in
            var refusal: [UInt8] = []
            var client = UnixHTTPClient(path: socket, timeout: nil)
            client.limits.body = Int.max
            let head = try client.send("GET", Self.target(path, query)) { head, bytes in
                if head.isSuccess { try take(head, bytes) } else { refusal += bytes.prefix(65_536) }
            }
            return (status: head.status, isSuccess: head.isSuccess, refusal: refusal)
        }
        guard head.isSuccess else { throw Self.failure(status: head.status, body: head.refusal) }
    }

    private func send(
        _ method: String,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        timeout: Int64 = 30_000
    ) async throws -> HTTPClientResponse {
        try await answering { [socket] in
            var client = UnixHTTPClient(path: socket, timeout: timeout)
            client.limits.body = Self.largestAnswer
            return try client.send(method, target, headers: headers, body: body)
        }
    }

    private func value(of response: HTTPClientResponse) throws -> JSONValue {
        try Self.value(status: response.status, body: response.body)
    }

    /// What an answer says.
    ///
    /// - Throws: ``CommandFailure`` with what is wrong.
    static func value(status: Int, body: [UInt8]) throws -> JSONValue {
        guard (200..<300).contains(status) else { throw failure(status: status, body: body) }
        do {
            return try JSONParser.parse(body, limits: .own).value
        } catch {
            throw CommandFailure(.failed, "the daemon's answer is not JSON: \(error)")
        }
    }

    static func target(_ path: String, _ query: Query) -> String {
        let items = query.compactMap { item in
            item.value.map { "\(item.key)=\(PercentCoding.encode($0))" }
        }
        return items.isEmpty ? path : "\(path)?\(items.joined(separator: "&"))"
    }

    /// What the daemon says is wrong (RFC 9457).
    private static func failure(status: Int, body: [UInt8]) -> CommandFailure {
        // Without a readable body the status is all there is to tell.
        let problem = try? JSONParser.parse(body, limits: .own).value
        let words = problem?["detail"]?.string ?? problem?["title"]?.string
        return CommandFailure(.failed, SafeText.lines(words ?? "the daemon answered with status \(status)"))
    }
}

extension DaemonClient {
    /// Does the work, which blocks, on a thread of its own, and turns what keeps the daemon from answering into what
    /// to do about it.
    private func answering<Answer: Sendable>(
        _ work: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        do {
            return try await executor.run(work)
        } catch let error as HTTPClientError {
            throw unreachable(error)
        }
    }

    /// What to say when no daemon is there.
    var nobodyAnswers: CommandFailure { unreachable(.nobodyListens(path: socket)) }

    private func unreachable(_ error: HTTPClientError) -> CommandFailure {
        let place = "no daemon answers at \(socket)"
        switch error {
        case .nobodyListens:
            return CommandFailure(
                .noDaemon,
                "\(place): nobody listens there\nStart one with 'reconciler run', or say where it is with --state-dir "
                    + "or --control-socket."
            )
        case .notPermitted:
            return CommandFailure(
                .noDaemon,
                "\(place): this user may not use the socket\nRun the command as the daemon's user, or say where "
                    + "another daemon is with --state-dir or --control-socket."
            )
        case .timedOut, .closedEarly, .badAnswer, .failed:
            return CommandFailure(.noDaemon, "\(place): \(error)")
        }
    }
}
