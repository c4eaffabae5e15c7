internal import Domain
internal import Platform

/// The machine's own clocks.
struct SystemTime: TimeSource {
    private let boot: String

    /// - Throws: ``SystemError`` if the kernel does not say which boot this is.
    init() throws(SystemError) {
        boot = try BootClock.bootID()
    }

    func now() -> Instant { Instant(millisecondsSince1970: WallClock.now()) }

    func sinceBoot() -> BootMoment { BootMoment(boot: boot, milliseconds: BootClock.now()) }
}
