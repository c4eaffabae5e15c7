internal import Glibc

/// The clock of `CLOCK_MONOTONIC`, which a service manager compares with its own.
package enum MonotonicClock {
    /// Microseconds.
    package static func now() -> Int64 {
        var time = timespec()
        // Only an unknown clock or a bad address fail, and both are constants here.
        _ = clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
