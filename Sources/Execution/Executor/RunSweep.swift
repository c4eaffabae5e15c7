internal import Domain
internal import Platform

/// Ends what is left of a run whose supervisor is gone: the processes that bear the run's mark.
struct RunSweep {
    private let assignment: String
    private let limits: RunLimits

    init(_ run: RunSpecification) {
        assignment = "\(run.mark.name)=\(run.mark.value)"
        limits = run.limits
    }

    /// SIGTERM, then SIGKILL, until none is left.
    ///
    /// - Returns: Those that could not be ended, by name.
    func untilNothingIsLeft() async throws -> [String] {
        let began = BootClock.now()
        var asked: Set<Int32> = []
        while true {
            let left = try ProcessTable.started(with: assignment)
            guard !left.isEmpty else { return [] }
            let elapsed = BootClock.now() - began
            guard elapsed < limits.patience + limits.surrender else { return left.map(\.description) }
            for process in left {
                if elapsed >= limits.patience {
                    Signals.send(Signals.kill, to: process.pid)
                } else if asked.insert(process.pid).inserted {
                    Signals.send(Signals.terminate, to: process.pid)
                    Signals.send(Signals.continue, to: process.pid)
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
