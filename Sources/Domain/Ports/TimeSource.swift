/// The wall clock and the boot-time clock, so that tests can choose them.
package protocol TimeSource: Sendable {
    func now() -> Instant
    func sinceBoot() -> BootMoment
}

/// Chance, so that tests can choose it.
package protocol RandomSource: Sendable {
    /// A number from 0 up to, not including, 1.
    func unit() -> Double
}
