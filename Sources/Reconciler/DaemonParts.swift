package import Domain

/// What the daemon is put together from.
package struct DaemonParts<WaitClock: Clock<Duration>>: Sendable {
    let unitOfWork: any UnitOfWork
    let readers: StoreReaders
    let copies: any StoreCopying
    let executor: any RunExecuting
    /// The state dir in which the executor's runs are.
    let owner: RunOwner
    let sources: [ScheduledSource]
    let runtimeState: RuntimeState
    let board: SourceBoard
    let time: any TimeSource
    let random: any RandomSource
    let clock: WaitClock
    let log: any Log
    /// How many runs may go on at once.
    let concurrency: Int
    let about: StatusViews.About
    let retention: Retention
    let isWritable: @Sendable () async -> Bool
    let heartbeat: Heartbeat?

    /// What the daemon itself reads from.
    var store: any ReadStore { readers.daemon }

    /// A source, how often it is polled, what of it is held, and whether somebody may say by hook that there is news.
    package struct ScheduledSource: Sendable {
        let source: any ConfigurationSource
        let schedule: PollSchedule
        let rules: HoldRules
        let takesHooks: Bool

        package init(
            source: any ConfigurationSource,
            schedule: PollSchedule,
            rules: HoldRules = HoldRules(),
            takesHooks: Bool = false
        ) {
            self.source = source
            self.schedule = schedule
            self.rules = rules
            self.takesHooks = takesHooks
        }
    }

    /// What is kept of the past and what has to stay free, and where both are looked at.
    package struct Retention: Sendable {
        let limits: RetentionLimits
        let outputs: any RunOutputKeeping
        let disk: any DiskMeasuring

        package init(limits: RetentionLimits, outputs: any RunOutputKeeping, disk: any DiskMeasuring) {
            self.limits = limits
            self.outputs = outputs
            self.disk = disk
        }
    }

    /// - `circumstances`: The same that the unit of work's ``EventPresenter`` has.
    /// - `board`: The same that the unit of work's ``EventPresenter`` has.
    /// - `isWritable`: Whether the store can be written now.
    /// - `heartbeat`: Nil if nobody wants to know that the loop is not stuck.
    package init(
        unitOfWork: any UnitOfWork,
        readers: StoreReaders,
        copies: any StoreCopying,
        executor: any RunExecuting,
        owner: RunOwner,
        sources: [ScheduledSource],
        runtimeState: RuntimeState,
        board: SourceBoard,
        time: any TimeSource,
        random: any RandomSource,
        clock: WaitClock,
        log: any Log,
        concurrency: Int,
        about: StatusViews.About,
        retention: Retention,
        isWritable: @escaping @Sendable () async -> Bool,
        heartbeat: Heartbeat? = nil
    ) {
        self.unitOfWork = unitOfWork
        self.readers = readers
        self.copies = copies
        self.executor = executor
        self.owner = owner
        self.sources = sources
        self.runtimeState = runtimeState
        self.board = board
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
        self.concurrency = concurrency
        self.about = about
        self.retention = retention
        self.isWritable = isWritable
        self.heartbeat = heartbeat
    }
}
