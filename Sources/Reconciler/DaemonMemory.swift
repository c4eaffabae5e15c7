internal import Domain

/// What the daemon keeps in memory beside the store, and who rings for whom: made anew with each engine, and found
/// again from the store.
package struct DaemonMemory: Sendable {
    package let runtimeState: RuntimeState
    package let sources: SourceBoard
    package let workQueue = WorkQueue()
    /// Rung when a deployment waits for a slot.
    package let queue = Wakeup()
    /// Rung when there are new events.
    package let feed = Wakeup()
    package let exports = ExportsUnderWay()
    package let changes: ChangeCount
    package let meter: Meter
    package let ended = EndedRuns()

    package init(
        runtimeState: RuntimeState,
        sources: SourceBoard = SourceBoard(),
        changes: ChangeCount = ChangeCount(),
        meter: Meter = Meter()
    ) {
        self.runtimeState = runtimeState
        self.sources = sources
        self.changes = changes
        self.meter = meter
    }
}
