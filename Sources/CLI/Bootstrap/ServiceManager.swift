internal import Domain
internal import Platform

/// systemd, as far as it wants to hear from this process; without it nothing is said.
struct ServiceManager: Sendable {
    private let socket: NotifySocket?
    private let log: any Log

    /// - `environment`: Where `NOTIFY_SOCKET` is, if there is a service manager.
    init(_ environment: [String: String], log: any Log) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : NotifySocket(path: $0) }
        self.log = log
    }

    /// What the service manager can be told (sd_notify(3)).
    enum State {
        /// The doors are open.
        case ready(status: String)
        /// The configuration is read anew; another ``ready(status:)`` follows.
        case reloading
        case stopping
        /// Proof of life.
        case alive

        fileprivate var lines: [String] {
            switch self {
            case .ready(let status): ["READY=1", "STATUS=\(SafeText.line(status))"]
            case .reloading:
                ["RELOADING=1", "MONOTONIC_USEC=\(MonotonicClock.now())", "STATUS=Reading the configuration"]
            case .stopping: ["STOPPING=1", "STATUS=Stopping; runs under way go on"]
            case .alive: ["WATCHDOG=1"]
            }
        }
    }

    /// Says it; a service manager that cannot be told is logged, and keeps nothing from being done.
    func tell(_ state: State) {
        guard let socket else { return }
        do {
            try socket.send(state.lines)
        } catch {
            log.warning("the service manager does not hear", ["error": "\(error)"])
        }
    }
}
