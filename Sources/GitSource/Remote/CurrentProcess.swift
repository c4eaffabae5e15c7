internal import Glibc
internal import Platform
internal import Synchronization

/// A child process that anybody may end, whoever waits for it.
final class CurrentProcess: Sendable {
    private let child = Mutex<ChildProcess?>(nil)

    func hold(_ process: ChildProcess) {
        child.withLock { $0 = process }
    }

    /// Kills the process and collects it; nothing happens if there is none.
    func end() {
        guard let process = child.withLock({ take(&$0) }) else { return }
        // It has nothing to save, and it may be stuck: SIGKILL is the one signal that is sure to work. A failure
        // means that it is gone already.
        try? process.send(SIGKILL)
        _ = try? process.wait()
    }

    private func take(_ slot: inout ChildProcess?) -> ChildProcess? {
        defer { slot = nil }
        return slot
    }

    deinit {
        end()
    }
}
