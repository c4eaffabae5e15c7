import Domain
import Reconciler
import TestSupport

/// A workshop whose parts react to each other as in the daemon, on a clock that is moved by hand.
struct LiveWorkshop: Sendable {
    let workshop = Workshop()
    let workQueue = WorkQueue()
    let queue = Wakeup()
    let feed = Wakeup()
    let exports = ExportsUnderWay()
    let clock = ManualClock()
    let executor = ScriptedExecutor()
    let commands: MessageBus<CommandHandlers, Reactions>
    let reconciler: ServiceReconciler

    var store: FakeUnitOfWork { workshop.store }
    var log: RecordingLog { workshop.log }
    var meter: Meter { workshop.meter }

    init() {
        commands = MessageBus(
            handler: CommandHandlers(
                unitOfWork: CountedUnitOfWork(workshop.store, workshop.changes),
                time: workshop.time,
                random: FixedRandom(0),
                runtimeState: workshop.runtimeState
            ),
            reactor: Reactions(
                store: workshop.store,
                runtimeState: workshop.runtimeState,
                workQueue: workQueue,
                queue: queue,
                feed: feed,
                exports: exports,
                meter: workshop.meter
            ),
            log: workshop.log
        )
        reconciler = ServiceReconciler(
            store: workshop.store,
            commands: commands,
            workQueue: workQueue,
            log: workshop.log
        )
    }

    var loop: ReconcileLoop<ManualClock> { loop(beating: nil) }

    func loop(beating heartbeat: Heartbeat?) -> ReconcileLoop<ManualClock> {
        ReconcileLoop(
            reconciler: reconciler,
            workQueue: workQueue,
            store: store,
            time: workshop.time,
            clock: clock,
            log: log,
            heartbeat: heartbeat
        )
    }

    func keeper(_ sources: [ScriptedSource] = [ScriptedSource()]) -> RunController<ManualClock> {
        RunController(
            executor: executor,
            sources: Dictionary(uniqueKeysWithValues: sources.map { ($0.name, $0 as any ConfigurationSource) }),
            store: store,
            commands: commands,
            runtimeState: workshop.runtimeState,
            workQueue: workQueue,
            exports: exports,
            owner: .sample(),
            clock: clock,
            log: log,
            time: workshop.time,
            meter: meter
        )
    }

    func scheduler(concurrency: Int) -> Scheduler<ManualClock> {
        Scheduler(concurrency: concurrency, keeper: keeper(), store: store, queue: queue, log: log)
    }

    func poller(
        _ source: ScriptedSource,
        interval: Int64 = 60_000,
        longest: Int64? = nil,
        rules: HoldRules = HoldRules()
    ) async throws -> SourcePoller<ManualClock> {
        let id = try await commands.send(OpenSource(name: source.name, url: source.url, path: source.path))
        workshop.runtimeState.configure(workshop.runtimeState.present.configured.union([id]))
        workshop.note(id, name: source.name.text)
        return SourcePoller(
            source: source,
            id: id,
            accepted: try await workshop.source(id)?.accepted,
            schedule: PollSchedule(interval: interval, longest: longest),
            rules: rules,
            parts: PollingParts(
                commands: commands,
                reconciler: reconciler,
                runtimeState: workshop.runtimeState,
                board: workshop.board,
                time: workshop.time,
                random: FixedRandom(0.5),
                clock: clock,
                log: log,
                meter: meter
            )
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
