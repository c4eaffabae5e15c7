internal import Glibc
internal import Synchronization

/// A process that this one started.
///
/// It must be waited for once, or it stays as a zombie until this process ends. After that its pid may be
/// somebody else's, so signals go through `send`, which knows.
package final class ChildProcess: Sendable {
    package let pid: Int32
    private let outcome = Mutex<ExitStatus?>(nil)

    init(pid: Int32) {
        self.pid = pid
    }

    /// Waits, blocking this thread, until the process has ended.
    ///
    /// Any number of callers get the same answer.
    package func wait() throws(SystemError) -> ExitStatus {
        do {
            var information = siginfo_t()
            // Only looks: until it is collected below, the pid cannot be given to another process.
            try systemCall("wait for process \(pid)") { waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) }
        } catch  where error.code == ECHILD {
            // Another caller has collected it, or the next line says that nobody can.
        }
        guard let status = try collect() else { throw notAChild }
        return status
    }

    /// Waits, blocking this thread, at most so many milliseconds; collects the process if it has ended.
    ///
    /// - Returns: How it ended; nil while it runs.
    package func wait(upTo limit: Int64) throws(SystemError) -> ExitStatus? {
        let deadline = BootClock.now() + limit
        // Not collected, so that the number is still its own.
        if let status = try collect() { return status }
        let process = try Descriptor.process(pid)
        while true {
            let rest = deadline - BootClock.now()
            _ = try ReadableDescriptors.wait(for: [process.number], upTo: Int(max(0, rest)))
            let status = try collect()
            guard status == nil, rest > 0 else { return status }
        }
    }

    /// Waits, without keeping a thread, until the process has ended, and collects it.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled; somebody must still wait for the process then.
    package func exitStatus() async throws -> ExitStatus {
        _ = try await ends(by: nil)
        guard let status = try collect() else { throw notAChild }
        return status
    }

    /// Waits, without keeping a thread, until the process has ended or the deadline comes, and collects it.
    ///
    /// - Parameter deadline: In milliseconds of the boot clock; nil: without end.
    /// - Returns: Whether it has ended.
    /// - Throws: `CancellationError` as soon as the task is cancelled; somebody must still wait for the process then.
    package func ends(by deadline: Int64?) async throws -> Bool {
        try Task.checkCancellation()
        guard try collect() == nil else { return true }
        // Not collected here, so the number is still its own; another task may do that meanwhile.
        if let process = try? Descriptor.process(pid) { _ = try await process.becomesReadable(by: deadline) }
        return try await LookingAgain.until(deadline) { try collect() != nil }
    }

    /// Collects the process when it ends, for an owner that cannot wait and does not care how.
    package func collectAtTheEnd() {
        // Nothing cancels the task, so it fails only for a process that somebody else has collected.
        Task.detached { [self] in _ = try? await exitStatus() }
    }

    /// How the process ended, or nil while it runs.
    package func poll() throws(SystemError) -> ExitStatus? { try collect() }

    /// Sends a signal; a process that was already collected gets none.
    ///
    /// With `group` its whole process group gets it (one started with `newSession` leads its own).
    package func send(_ signal: Int32, toGroup group: Bool = false) throws(SystemError) {
        var failure: Int32 = 0
        outcome.withLock { outcome in
            guard outcome == nil else { return }
            if kill(group ? -pid : pid, signal) != 0 { failure = errno }
        }
        guard failure == 0 || failure == ESRCH else {
            throw SystemError(code: failure, action: "send signal \(signal) to process \(pid)")
        }
    }

    /// Takes the status of a process that has ended; nil while it runs.
    private func collect() throws(SystemError) -> ExitStatus? {
        let result = outcome.withLock { outcome -> Result<ExitStatus?, SystemError> in
            guard outcome == nil else { return .success(outcome) }
            return Result { () throws(SystemError) in
                var raw: Int32 = 0
                let found = try systemCall("wait for process \(pid)") { waitpid(pid, &raw, WNOHANG) }
                if found == pid { outcome = ExitStatus(waitStatus: raw) }
                return outcome
            }
        }
        return try result.get()
    }

    private var notAChild: SystemError { SystemError(code: ECHILD, action: "wait for process \(pid)") }
}
