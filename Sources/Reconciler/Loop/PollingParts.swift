package import Domain

/// What every poller works with.
package struct PollingParts<WaitClock: Clock<Duration>>: Sendable {
    let commands: any CommandSending
    let evaluation: Evaluation
    let circumstances: Circumstances
    let board: SourceBoard
    let time: any TimeSource
    let random: any RandomSource
    let clock: WaitClock
    let log: any Log
    let meter: Meter
    let readings: FirstReadings

    package init(
        commands: any CommandSending,
        evaluation: Evaluation,
        circumstances: Circumstances,
        board: SourceBoard,
        time: any TimeSource,
        random: any RandomSource,
        clock: WaitClock,
        log: any Log,
        meter: Meter,
        readings: FirstReadings = FirstReadings()
    ) {
        self.commands = commands
        self.evaluation = evaluation
        self.circumstances = circumstances
        self.board = board
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
        self.meter = meter
        self.readings = readings
    }
}
