internal import Platform
internal import Synchronization

/// The keepers of runs that were found before: as long as one of them lives, the processes of the whole machine need not
/// be looked through, which takes long and would be done for each run each second.
final class KnownRunProcesses: Sendable {
    private let look: @Sendable (RunFolder) throws -> [ProcessEntry]
    /// By the path of the run's folder.
    private let found = Mutex<[String: [ProcessEntry]]>([:])

    /// - Parameter look: Finds the living keepers of a run.
    init(look: @escaping @Sendable (RunFolder) throws -> [ProcessEntry] = { try RunProcesses(of: $0).living() }) {
        self.look = look
    }

    /// Whether guardian or supervisor of a run lives, now.
    ///
    /// - Throws: That the processes cannot be read, or `CancellationError` as soon as the task is cancelled.
    func areLiving(of folder: RunFolder) async throws -> Bool {
        let known = found.withLock { $0[folder.path] } ?? []
        if known.contains(where: { ProcessTable.lives($0.pid, started: $0.started) }) { return true }
        let living = try await Workers.processes.lookUp { [look] in try look(folder) }
        found.withLock { $0[folder.path] = living.isEmpty ? nil : living }
        return !living.isEmpty
    }

    /// Keeps nothing of a run that is over.
    func forget(_ folder: RunFolder) { found.withLock { $0[folder.path] = nil } }
}
