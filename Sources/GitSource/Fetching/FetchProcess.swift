internal import Domain
internal import Glibc
internal import Platform
internal import Synchronization

/// A running `reconciler fetch`; killed when nobody holds it any more.
final class FetchProcess: Sendable {
    private let child: ChildProcess
    private let requests: Descriptor
    private let answers: Descriptor
    private let lines = Mutex(LineReader(limit: FetchLimits.line))

    init(executable: String, environment: [String: String] = [:]) throws {
        let input = try Pipe()
        let output = try Pipe()
        child = try SpawnRequest(
            executable: executable,
            arguments: ["fetch"],
            environment: FetchProcess.environment.merging(environment) { $1 },
            descriptors: [0: input.reader.number, 1: output.writer.number],
            newSession: true
        ).start()
        requests = input.takeWriter()
        answers = output.takeReader()
        try requests.setNonBlocking()
        try answers.setNonBlocking()
    }

    deinit {
        kill()
        child.collectAtTheEnd()
    }

    /// Ends it at once with the programs that it has started, whoever still waits for its words.
    func kill() {
        // A process that has ended needs no killing.
        try? child.send(SIGKILL, toGroup: true)
    }

    /// Waits for a line that it says without being asked, at most so many milliseconds; nil if none came.
    func line(within timeout: Int64) async throws -> [UInt8]? { try await receive(by: BootClock.now() + timeout) }

    /// Sends one line and waits for one line, at most so many milliseconds; no thread waits.
    ///
    /// After an error, that the task was cancelled too, the process is of no use any more.
    func exchange(_ request: [UInt8], timeout: Int64) async throws -> [UInt8] {
        let deadline = BootClock.now() + timeout
        guard try await send(request + [0x0A], by: deadline), let line = try await receive(by: deadline) else {
            let text = DurationText.text(milliseconds: timeout)
            throw SourceFailure("the remote did not answer within \(text); raise \"timeout\" if it is only slow")
        }
        return line
    }

    /// - Returns: Whether the process took all of it before the deadline.
    private func send(_ bytes: [UInt8], by deadline: Int64) async throws -> Bool {
        var sent = 0
        while sent < bytes.count {
            switch try write(bytes, from: sent) {
            case .taken(let count): sent += count
            case .full: guard try await requests.becomesWritable(by: deadline) else { return false }
            // What it has said, or that it has ended, is read next.
            case .ended: return true
            }
        }
        return true
    }

    /// What became of bytes for the process.
    private enum Writing {
        case taken(Int)
        case full
        case ended
    }

    private func write(_ bytes: [UInt8], from start: Int) throws(SystemError) -> Writing {
        do {
            return .taken(try requests.write(bytes, from: start))
        } catch  where error.code == EAGAIN {
            return .full
        } catch  where error.code == EPIPE {
            return .ended
        }
    }

    /// - Returns: The process's next line; nil if it was not there before the deadline.
    private func receive(by deadline: Int64) async throws -> [UInt8]? {
        while true {
            if let line = lines.withLock({ $0.next() }) { return line }
            switch try answers.readAvailable(upTo: 65_536) {
            case .bytes(let bytes): try lines.withLock { try $0.append(bytes) }
            case .wouldBlock: guard try await answers.becomesReadable(by: deadline) else { return nil }
            case .end: throw SourceFailure("the process that talks to the remote ended: \(try await end(by: deadline))")
            }
        }
    }

    /// How the process ended, in words.
    private func end(by deadline: Int64) async throws -> String {
        // Its programs have nobody any more; it has not been collected yet, so that the group is still its own.
        kill()
        guard try await child.ends(by: deadline), let status = try child.poll() else { return "it answers no more" }
        return status.description
    }

    /// What it has in memory beside the files that it reads, in bytes; zero if that cannot be seen.
    var memory: Int64 { ProcessTable.ownMemory(of: child.pid) ?? 0 }

    /// What a program needs to find keys, the agent and a proxy; nothing else of the daemon's environment.
    private static var environment: [String: String] {
        let names = ["HOME", "PATH", "SSH_AUTH_SOCK"]
        let found = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return ProxyVariables.forLibgit2(ProxyVariables.present).merging(found) { $1 }
    }
}
