package import Domain

/// Time, chance and the log, which tests choose.
package struct SystemPorts: Sendable {
    let time: any TimeSource
    let random: any RandomSource
    /// Waits.
    let clock: any Clock<Duration>
    let log: any Log

    package init(
        time: any TimeSource,
        random: any RandomSource,
        clock: any Clock<Duration> = ContinuousClock(),
        log: any Log
    ) {
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
    }
}
