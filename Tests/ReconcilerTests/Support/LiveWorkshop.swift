import Domain
import Reconciler
import TestSupport

/// A workshop whose parts react to each other as in the daemon, on a clock that is moved by hand.
struct LiveWorkshop: Sendable {
    let workshop = Workshop()
    let memory: DaemonMemory
    let clock = ManualClock()
    let executor = ScriptedExecutor()
    let commands: MessageBus<CommandHandlers, Reactions>
    let context: DaemonContext
    let reconciler: ServiceReconciler

    var store: FakeUnitOfWork { workshop.store }
    var log: RecordingLog { workshop.log }
    var meter: Meter { workshop.meter }
    var workQueue: WorkQueue { memory.workQueue }
    var queue: Wakeup { memory.queue }
    var feed: Wakeup { memory.feed }
    var exports: ExportsUnderWay { memory.exports }

    init() {
        memory = DaemonMemory(
            runtimeState: workshop.runtimeState,
            sources: workshop.board,
            changes: workshop.changes,
            meter: workshop.meter
        )
        commands = MessageBus(
            handler: CommandHandlers(
                unitOfWork: CountedUnitOfWork(workshop.store, workshop.changes),
                time: workshop.time,
                random: FixedRandom(0),
                runtimeState: workshop.runtimeState
            ),
            reactor: Reactions(store: workshop.store, memory, EventLog(workshop.log)),
            log: workshop.log
        )
        context = Self.context(workshop, workshop.store, commands, memory, clock)
        reconciler = ServiceReconciler(context)
    }

    private static func context(
        _ workshop: Workshop,
        _ store: any ReadStore,
        _ commands: any CommandSending,
        _ memory: DaemonMemory,
        _ clock: ManualClock
    ) -> DaemonContext {
        let system = SystemPorts(time: workshop.time, random: FixedRandom(0.5), clock: clock, log: workshop.log)
        return DaemonContext(store: store, commands: commands, memory, system)
    }

    /// The same that reads another store.
    func context(reading store: any ReadStore) -> DaemonContext {
        Self.context(workshop, store, commands, memory, clock)
    }

    var loop: ReconcileLoop { loop(beating: nil) }

    func loop(beating heartbeat: Heartbeat?) -> ReconcileLoop {
        ReconcileLoop(context, reconciler, heartbeat: heartbeat)
    }

    func keeper(
        _ sources: [ScriptedSource] = [ScriptedSource()],
        reading store: (any ReadStore)? = nil
    ) -> RunController {
        let context = context(reading: store ?? workshop.store)
        let scheduled = sources.map { ScheduledSource(source: $0, schedule: PollSchedule(interval: 60_000)) }
        return RunController(context, executor, scheduled, owner: .sample())
    }

    func scheduler(concurrency: Int, hasRoom: @escaping @Sendable () async -> Bool = { true }) -> Scheduler {
        Scheduler(context, keeper(), concurrency: concurrency, hasRoom: hasRoom)
    }

    func poller(
        _ source: ScriptedSource,
        interval: Int64 = 60_000,
        longest: Int64? = nil,
        rules: HoldRules = HoldRules()
    ) async throws -> SourcePoller {
        let id = try await commands.send(OpenSource(name: source.name, url: source.url, path: source.path))
        workshop.runtimeState.configure(workshop.runtimeState.present.configured.union([id]))
        workshop.note(id, name: source.name.text)
        return SourcePoller(
            ScheduledSource(
                source: source,
                schedule: PollSchedule(interval: interval, longest: longest),
                rules: rules
            ),
            id: id,
            accepted: try await workshop.source(id)?.accepted,
            context,
            reconciler
        )
    }

    /// Accepts a revision of the source `config`, and looks at what it touches.
    func sync(_ repository: Repository) async throws {
        let id = try await workshop.open("config")
        try await reconciler.reconcile(workshop.sync(id, repository))
    }

    func state(_ id: Int64) async throws -> Deployment.State? { try await workshop.deployment(Identifier(id))?.state }

    /// Lets both clocks go on.
    func pass(_ milliseconds: Int64) {
        workshop.time.pass(milliseconds)
        clock.advance(by: .milliseconds(milliseconds))
    }
}
