internal import Glibc
internal import Platform

/// Decides whether a listener takes connections now.
final class ListenerGate {
    let listener: BoundListener
    private let limit: Int
    private var count = 0
    private(set) var pausedUntil: Int64?
    private var isWatched = true
    private var isShort = false

    init(_ listener: BoundListener, limit: Int) {
        self.listener = listener
        self.limit = limit
    }

    var isOpen: Bool { count < limit && pausedUntil == nil }

    /// Whether what is watched differs from what should be.
    var needsUpdate: Bool { isWatched != isOpen }

    func updated() {
        isWatched = isOpen
    }

    func connectionOpened() {
        count += 1
        isShort = false
    }

    func connectionClosed() {
        count -= 1
    }

    /// Takes no connections for a while; whether that is news since the last one that could be taken.
    func pause(until time: Int64) -> Bool {
        pausedUntil = time
        defer { isShort = true }
        return !isShort
    }

    func resume(_ now: Int64) {
        guard let time = pausedUntil, time <= now else { return }
        pausedUntil = nil
    }

    /// Whether the failure is for want of descriptors or memory, and not of the one connection.
    static func isShortage(_ error: SystemError) -> Bool {
        [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.code)
    }
}
