/// When the next deadline may be due.
///
/// A deadline that was moved later only makes one look too many.
struct Timers {
    private var next: Int64?

    mutating func add(_ deadline: Int64?) {
        guard let deadline else { return }
        next = min(next ?? deadline, deadline)
    }

    mutating func reset() {
        next = nil
    }

    func isDue(_ now: Int64) -> Bool { next.map { $0 <= now } ?? false }

    /// How long to wait at most, as `epoll_wait` wants it.
    func timeout(now: Int64) -> Int32 {
        guard let next else { return -1 }
        return Int32(clamping: max(0, next - now))
    }
}
