package import Domain

/// What every poller works with.
package struct PollingParts<WaitClock: Clock<Duration>>: Sendable {
    let commands: any CommandSending
    let reconciler: ServiceReconciler
    let runtimeState: RuntimeState
    let board: SourceBoard
    let time: any TimeSource
    let random: any RandomSource
    let clock: WaitClock
    let log: any Log
    let meter: Meter
    let readings: StartBarrier

    package init(
        commands: any CommandSending,
        reconciler: ServiceReconciler,
        runtimeState: RuntimeState,
        board: SourceBoard,
        time: any TimeSource,
        random: any RandomSource,
        clock: WaitClock,
        log: any Log,
        meter: Meter,
        readings: StartBarrier = StartBarrier()
    ) {
        self.commands = commands
        self.reconciler = reconciler
        self.runtimeState = runtimeState
        self.board = board
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
        self.meter = meter
        self.readings = readings
    }
}
