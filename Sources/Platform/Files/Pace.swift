/// How often changes are told: at once, but some hundred times a second at most, so that a program that writes without
/// end does not keep everybody awake.
struct Pace {
    /// In milliseconds.
    private static let span: Int64 = 5
    private static let most = 4

    private var began: Int64 = 0
    private var count = 0

    /// Counts one time, `now` in milliseconds of the boot clock.
    ///
    /// - Returns: How long to wait before the next; nil if not at all.
    mutating func pause(now: Int64) -> Duration? {
        if now - began >= Self.span { (began, count) = (now, 0) }
        count += 1
        return count < Self.most ? nil : .milliseconds(began + Self.span - now)
    }
}
