import Domain
import Reconciler
import TestSupport

/// A keeper of history with what it works on, moved by hand.
struct HistoryBench: Sendable {
    let workshop = Workshop()
    let outputs: FakeRunOutputs
    let disk = ScriptedDisk()
    let board: DiskBoard
    let memory: DaemonMemory
    let clock = ManualClock()
    let keeper: HistoryKeeper

    var store: FakeUnitOfWork { workshop.store }
    var log: RecordingLog { workshop.log }
    var ended: EndedRuns { memory.ended }

    init(_ limits: RetentionLimits, outputs kept: [Int64: Int64] = [:]) {
        outputs = FakeRunOutputs(kept)
        board = DiskBoard(limits: limits)
        memory = DaemonMemory(runtimeState: workshop.runtimeState)
        let context = DaemonContext(
            store: workshop.store,
            commands: workshop.commands,
            memory,
            SystemPorts(time: workshop.time, random: FixedRandom(), clock: clock, log: workshop.log)
        )
        keeper = HistoryKeeper(context, outputs, disk, board)
    }

    /// Saves source 1, these services and these deployments.
    func fill(_ services: [Service] = [.sample()], _ deployments: [Deployment] = []) async throws {
        _ = try await store.perform { transaction in
            try transaction.save(Source.sample())
            for service in services { try transaction.save(service) }
            for var deployment in deployments { try transaction.save(&deployment) }
        }
    }

    /// The numbers of the deployments that there are.
    func deployments() async throws -> [Int64] {
        try await store.read { try $0.deployments.page(DeploymentFilter(), before: nil, limit: .max) }
            .map(\.id.number).reversed()
    }

    func events() async throws -> [Int64] {
        try await store.read { try $0.events.page(after: 0, limit: .max).map(\.seq) }
    }

    /// Records so many events.
    func happen(_ count: Int) async throws {
        _ = try await store.perform { transaction in
            for _ in 0..<count { try transaction.record(.sourceUpdated(SourceUpdated(source: .sample()))) }
        }
    }
}

extension RetentionLimits {
    /// The usual limits, changed.
    static func but(_ change: (inout RetentionLimits) -> Void) -> RetentionLimits {
        var limits = RetentionLimits()
        change(&limits)
        return limits
    }
}
