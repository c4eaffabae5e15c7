internal import Platform

/// The keepers of runs that were found before: as long as one of them lives, the processes of the whole machine need not
/// be looked through, which takes long and would be done for each run each second.
struct KnownRunProcesses {
    private let look: @Sendable (RunFolder) throws -> [ProcessEntry]
    /// By the path of the run's folder.
    private var found: [String: [ProcessEntry]] = [:]

    /// - Parameter look: Finds the living keepers of a run.
    init(look: @escaping @Sendable (RunFolder) throws -> [ProcessEntry] = { try RunProcesses(of: $0).living() }) {
        self.look = look
    }

    /// Whether guardian or supervisor of a run lives, now.
    mutating func areLiving(of folder: RunFolder) throws -> Bool {
        let known = found[folder.path] ?? []
        if known.contains(where: { ProcessTable.lives($0.pid, started: $0.started) }) { return true }
        let living = try look(folder)
        found[folder.path] = living.isEmpty ? nil : living
        return !living.isEmpty
    }

    /// Keeps nothing of a run that is over.
    mutating func forget(_ folder: RunFolder) { found[folder.path] = nil }
}
