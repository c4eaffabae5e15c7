import Domain

/// A clock that stands still.
struct FixedTime: TimeSource {
    let instant: Instant

    /// 2026-11-23 22:12:05 UTC unless another time is named.
    init(_ milliseconds: Int64 = 1_795_471_925_000) {
        instant = Instant(millisecondsSince1970: milliseconds)
    }

    func now() -> Instant { instant }

    func sinceBoot() -> BootMoment { BootMoment(boot: "boot", milliseconds: 0) }
}
