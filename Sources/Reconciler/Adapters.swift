package import Domain

/// The outside that the daemon drives: the store, the runs, the sources, the disk.
package struct Adapters: Sendable {
    let unitOfWork: any UnitOfWork
    let readers: StoreReaders
    let copies: any StoreCopying
    let executor: any RunExecuting
    let outputs: any RunOutputKeeping
    let disk: any DiskMeasuring
    let sources: [ScheduledSource]
    let isWritable: @Sendable () async -> Bool
    let heartbeat: Heartbeat?

    /// - `isWritable`: Whether the store can be written now.
    /// - `heartbeat`: Nil if nobody wants to know that the loop is not stuck.
    package init(
        unitOfWork: any UnitOfWork,
        readers: StoreReaders,
        copies: any StoreCopying,
        executor: any RunExecuting,
        outputs: any RunOutputKeeping,
        disk: any DiskMeasuring,
        sources: [ScheduledSource],
        isWritable: @escaping @Sendable () async -> Bool,
        heartbeat: Heartbeat? = nil
    ) {
        self.unitOfWork = unitOfWork
        self.readers = readers
        self.copies = copies
        self.executor = executor
        self.outputs = outputs
        self.disk = disk
        self.sources = sources
        self.isWritable = isWritable
        self.heartbeat = heartbeat
    }
}
