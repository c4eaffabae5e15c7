internal import Platform
internal import Synchronization

/// Feeds the service manager's watchdog, so that a daemon whose loop is stuck is started anew.
final class Watchdog: Sendable {
    /// How often the loop has to show that it goes round, in milliseconds: a quarter of what the service manager waits.
    let interval: Int64
    private let manager: ServiceManager
    private let fed = Mutex<Int64?>(nil)

    /// - `environment`: Where `WATCHDOG_USEC` and `WATCHDOG_PID` are; nil without a watchdog for this process.
    init?(_ environment: [String: String], _ manager: ServiceManager, pid: Int32 = OwnProcess.pid) {
        guard let limit = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), limit > 0 else { return nil }
        if let addressee = environment["WATCHDOG_PID"], addressee != "\(pid)" { return nil }
        interval = max(1, limit / 4_000)
        self.manager = manager
    }

    /// Says that the loop goes round; most of the calls in a quick succession say nothing.
    func feed() {
        let now = BootClock.now()
        let isDue = fed.withLock { fed in
            if let last = fed, now - last < interval / 2 { return false }
            fed = now
            return true
        }
        if isDue { manager.tell(.alive) }
    }
}
