internal import Glibc

/// The time of day, which may jump.
package enum WallClock {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    package static func now() -> Int64 { Clock.milliseconds(CLOCK_REALTIME) }
}

/// One reading of a system clock.
enum Clock {
    static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Only an unknown clock or a bad address fail, and both are constants here.
        _ = clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
