import Domain
import Reconciler
import Synchronization
import TestSupport

/// Runs that do what the test says: each goes on until the test ends it, unless an end is written down beforehand.
actor ScriptedExecutor: RunExecuting {
    /// What was called, with the deployment's number: `prepare 1`, `start 1`, `recover 1`, `discard 1`.
    private(set) var calls: [String] = []
    /// Who has the locks of runs that are ready.
    nonisolated let locks = ScriptedLocks()
    private var prepareFailure: (any Error)?
    private var startFailure: (any Error)?
    private var preparing: Wakeup?
    private var trace: Deployment.ID?
    private var leftovers: [String] = []
    private var recovery = RunRecovery.follow
    private var usualEnd: RunEnd?
    private var ends: [Deployment.ID: RunEnd] = [:]
    private var reports: [Deployment.ID: [(from: Int64, to: Int64, reports: [StepReport])]] = [:]
    private var bells: [Deployment.ID: Wakeup] = [:]

    var started: [String] { calls.filter { $0.hasPrefix("start") } }

    func failsToPrepare(_ error: any Error) { prepareFailure = error }
    func failsToStart(_ error: (any Error)?) { startFailure = error }
    /// A lost run has left these; none lets it be recovered.
    func leaves(_ processes: String...) { leftovers = processes }
    func recovers(_ recovery: RunRecovery) { self.recovery = recovery }

    func hasTrace(_ deployment: Deployment.ID) { trace = deployment }
    func lastTrace() -> Deployment.ID? { trace }
    func endAll() {}

    /// Every run ends at once like this.
    func usuallyEnds(_ end: RunEnd?) { usualEnd = end }

    /// Preparing takes until the task is cancelled.
    func hangsInPreparing() { preparing = Wakeup() }

    func end(_ id: Deployment.ID, _ end: RunEnd = RunEnd(outcome: .succeeded, exitCode: 0)) {
        ends[id] = end
        bell(of: id).ring()
    }

    func report(_ id: Deployment.ID, _ names: String..., from: Int64, to: Int64) {
        let updates = names.map { StepReport.step(StepUpdate(name: $0, state: .success, time: .sample())) }
        reports[id, default: []].append((from, to, updates))
        bell(of: id).ring()
    }

    func prepare(
        _ run: RunRequest,
        fill: @Sendable (String) async throws -> Void
    ) async throws -> any PreparedRun & ~Copyable {
        calls.append("prepare \(run.deployment)")
        if let preparing { for await _ in preparing.rings {} }
        try Task.checkCancellation()
        if let prepareFailure { throw prepareFailure }
        let lock = locks.take(run.deployment)
        try await fill("/nowhere/\(run.deployment)")
        return ScriptedRun(executor: self, deployment: run.deployment, lock: lock)
    }

    fileprivate func start(_ deployment: Deployment.ID) throws {
        calls.append("start \(deployment)")
        if let startFailure { throw startFailure }
    }

    func recover(_ deployment: Deployment.ID) throws -> RunRecovery {
        calls.append("recover \(deployment)")
        guard leftovers.isEmpty else { throw RunLeftovers(processes: leftovers) }
        return recovery
    }

    func next(_ deployment: Deployment.ID, after offset: Int64) async throws -> RunProgress {
        while true {
            if let part = reports[deployment]?.first(where: { $0.from == offset }) {
                return .reports(part.reports, upTo: part.to)
            }
            if let end = ends[deployment] ?? usualEnd { return .ended(end) }
            for await _ in bell(of: deployment).rings { break }
            try Task.checkCancellation()
        }
    }

    /// The run ends as cancelled.
    func cancel(_ deployment: Deployment.ID) {
        calls.append("cancel \(deployment)")
        end(deployment, RunEnd(outcome: .cancelled, message: "it was cancelled"))
    }

    func discard(_ deployment: Deployment.ID) {
        calls.append("discard \(deployment)" + (locks.held.contains(deployment) ? " that is locked" : ""))
    }

    private func bell(of id: Deployment.ID) -> Wakeup {
        if let bell = bells[id] { return bell }
        let bell = Wakeup()
        bells[id] = bell
        return bell
    }
}

private struct ScriptedRun: ~Copyable, PreparedRun {
    let executor: ScriptedExecutor
    let deployment: Deployment.ID
    let lock: ScriptedLocks.Lock

    consuming func start() async throws { try await executor.start(deployment) }
}

/// Locks that are known by their deployments.
final class ScriptedLocks: Sendable {
    private let state = Mutex<Set<Deployment.ID>>([])

    var held: Set<Deployment.ID> { state.withLock { $0 } }

    struct Lock: ~Copyable {
        fileprivate let locks: ScriptedLocks
        fileprivate let deployment: Deployment.ID

        deinit { locks.state.withLock { _ = $0.remove(deployment) } }
    }

    func take(_ deployment: Deployment.ID) -> Lock {
        state.withLock { _ = $0.insert(deployment) }
        return Lock(locks: self, deployment: deployment)
    }
}
