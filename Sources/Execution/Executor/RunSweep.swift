internal import Domain
internal import Platform

/// Ends what is left of a run whose supervisor is gone: the processes that bear the run's mark.
struct RunSweep {
    private let assignment: String
    private let limits: RunLimits
    private let send: @Sendable (Int32, Int32) -> Bool

    /// - `send`: Sends a signal to a process, and says whether that was allowed.
    init(_ run: RunSpecification, send: @escaping @Sendable (Int32, Int32) -> Bool = { Signals.send($0, to: $1) }) {
        self.send = send
        assignment = "\(run.mark.name)=\(run.mark.value)"
        limits = run.limits
    }

    /// SIGTERM, then SIGKILL, until none is left, or none of those that are left may be signalled.
    ///
    /// - Returns: Those that could not be ended, by name and number.
    func untilNothingIsLeft() async throws -> [String] {
        let began = BootClock.now()
        var asked: Set<Int32> = []
        while true {
            let left = try ProcessTable.started(with: assignment)
            guard !left.isEmpty else { return [] }
            let elapsed = BootClock.now() - began
            let mayGoOn = left.filter { tell($0, &asked, isPatient: elapsed < limits.patience) }
            guard !mayGoOn.isEmpty, elapsed < limits.patience + limits.surrender else { return left.map(\.description) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// - Returns: Whether the process may be signalled.
    private func tell(_ process: ProcessEntry, _ asked: inout Set<Int32>, isPatient: Bool) -> Bool {
        guard isPatient else { return send(Signals.kill, process.pid) }
        guard !asked.contains(process.pid) else { return true }
        guard send(Signals.terminate, process.pid) else { return false }
        asked.insert(process.pid)
        // A stopped one is woken, so that it can end.
        return send(Signals.continue, process.pid)
    }
}
