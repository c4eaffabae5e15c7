package import Domain

/// What every part of the daemon works with: one value, so that no part is handed the same ten things one by one.
package struct DaemonContext: Sendable {
    /// What the daemon itself reads from.
    let store: any ReadStore
    /// Where every command goes.
    let commands: any CommandSending
    /// What the plan comes to look at beside the store.
    let runtimeState: RuntimeState
    /// What is known of each source beside the store.
    let sources: SourceBoard
    /// The services that have to be looked at.
    let workQueue: WorkQueue
    /// Rung when a deployment waits for a slot.
    let queue: Wakeup
    /// The exports that can be given up.
    let exports: ExportsUnderWay
    /// Rings with each run that is over.
    let ended: EndedRuns
    let meter: Meter
    let time: any TimeSource
    let random: any RandomSource
    let clock: any Clock<Duration>
    let log: any Log

    package init(
        store: any ReadStore,
        commands: any CommandSending,
        _ memory: DaemonMemory,
        _ system: SystemPorts
    ) {
        self.store = store
        self.commands = commands
        runtimeState = memory.runtimeState
        sources = memory.sources
        workQueue = memory.workQueue
        queue = memory.queue
        exports = memory.exports
        ended = memory.ended
        meter = memory.meter
        time = system.time
        random = system.random
        clock = system.clock
        log = system.log
    }
}
