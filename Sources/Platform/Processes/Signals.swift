internal import Glibc

/// Signals to processes that are known by number only.
package enum Signals {
    package static let terminate = SIGTERM
    package static let kill = SIGKILL
    package static let `continue` = SIGCONT
    package static let interrupt = SIGINT
    package static let hangUp = SIGHUP
    package static let childEnded = SIGCHLD

    /// Sends `signal` to the process, and says whether that was allowed; one that is gone counts as done.
    @discardableResult
    package static func send(_ signal: Int32, to pid: Int32) -> Bool {
        pid > 1 && (Glibc.kill(pid, signal) == 0 || errno == ESRCH)
    }

    /// "SIGKILL" for 9; "signal 64" where there is no name.
    package static func name(_ signal: Int32) -> String { names[signal] ?? "signal \(signal)" }

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
        SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
        SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
}
