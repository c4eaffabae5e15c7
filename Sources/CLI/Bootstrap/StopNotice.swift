internal import Synchronization

/// Whether somebody has told the daemon to stop, for those who cannot hear the signal itself.
final class StopNotice: Sendable {
    private let flag = Mutex(false)

    var isNoted: Bool { flag.withLock { $0 } }

    func note() { flag.withLock { $0 = true } }
}
