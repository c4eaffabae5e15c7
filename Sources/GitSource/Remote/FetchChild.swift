internal import Domain
internal import Glibc
internal import Platform

/// The child process that talks to one source's remote.
///
/// It stays between polls, so that a poll starts no process; it is ended when it takes too long, says something
/// that is no answer, or fails, and the next request starts another. A crash of it is a failed poll and no more.
actor FetchChild {
    private let executable: String
    private let timeout: Int64
    private let executor = BlockingExecutor(label: "fetch")
    private var conversation: Conversation?
    private let process = CurrentProcess()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executable: The program whose `fetch` command is started.
    ///   - timeout: The longest that one request may take, in milliseconds.
    init(executable: String, timeout: Int64) {
        self.executable = executable
        self.timeout = timeout
    }

    /// Asks the remote what it has.
    func list(_ address: RemoteAddress) async throws -> RemoteRefs {
        guard case .refs(let refs) = try await ask(.list(address)) else { throw nonsense(address) }
        return refs
    }

    /// Fetches refs into the bare repository at `path`.
    func fetch(_ address: RemoteAddress, refspecs: [String], into path: String) async throws {
        let request = FetchRequest.fetch(address, refspecs: refspecs, repository: path)
        guard case .fetched = try await ask(request) else { throw nonsense(address) }
    }

    private func ask(_ request: FetchRequest) async throws -> FetchAnswer {
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try answer(to: request)
        } onCancel: {
            process.end()
        }
    }

    private func answer(to request: FetchRequest) throws -> FetchAnswer {
        let answer: FetchAnswer
        do {
            answer = try exchange(request)
        } catch {
            end()
            throw error
        }
        if case .failed(let error) = answer {
            end()
            throw error
        }
        return answer
    }

    private func exchange(_ request: FetchRequest) throws -> FetchAnswer {
        let url = request.address.url
        if conversation == nil { conversation = try Conversation(executable, process) }
        guard let conversation else { throw GitError(task: "start `reconciler fetch`", message: "it did not start") }
        let line = try conversation.exchange(request.json.bytes(), within: timeout) { reason in
            GitError(task: "reach \(url)", message: reason)
        }
        let limits = JSONLimits(bytes: FetchRequest.limit)
        guard let json = try? JSONParser.parse(line, limits: limits).value, let answer = FetchAnswer(json: json) else {
            throw nonsense(request.address)
        }
        return answer
    }

    private func end() {
        process.end()
        conversation = nil
    }

    private func nonsense(_ address: RemoteAddress) -> GitError {
        GitError(task: "reach \(address.url)", message: "the process that talks to it answered with nonsense")
    }
}

extension FetchRequest {
    fileprivate var address: RemoteAddress {
        switch self {
        case .list(let address): address
        case .fetch(let address, _, _): address
        }
    }
}
