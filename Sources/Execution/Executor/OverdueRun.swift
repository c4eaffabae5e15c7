internal import Domain
internal import Platform

/// A run whose end is long due: guardian and supervisor may have been stopped, and are woken now and then.
struct OverdueRun {
    private let folder: RunFolder
    /// When to wake them next, in milliseconds of the boot clock.
    private var due: Int64

    /// How long after its last moment a run is overdue, and between two tries, in milliseconds.
    private static let patience: Int64 = 5_000

    /// Nil if nobody knows when the run has begun, or it has not.
    init?(_ run: RunSpecification, in folder: RunFolder) {
        guard let began = StartMark.moment(in: folder) else { return nil }
        self.folder = folder
        due = began + run.timeout + run.limits.drain + run.limits.patience + Self.patience
    }

    mutating func wakeIfDue() async throws {
        let now = BootClock.now()
        guard now >= due else { return }
        due = now + Self.patience
        let keepers = RunProcesses(of: folder)
        try await Workers.processes.lookUp { try keepers.wake() }
    }
}
