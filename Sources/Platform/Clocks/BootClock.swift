internal import Glibc

/// The time since the machine started, which no correction of the wall clock moves; it goes on during sleep.
package enum BootClock {
    /// Milliseconds since the machine started.
    package static func now() -> Int64 { Clock.milliseconds(CLOCK_BOOTTIME) }

    /// What tells this start of the machine from every other: readings of different boots compare to nothing.
    package static func bootID() throws(SystemError) -> String {
        let bytes = try DurableFile.read("/proc/sys/kernel/random/boot_id", limit: 256)
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
