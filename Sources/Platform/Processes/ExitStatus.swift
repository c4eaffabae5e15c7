/// How a process ended.
package enum ExitStatus: Equatable, Sendable, CustomStringConvertible {
    /// By itself, with this status (0 to 255).
    case exited(Int32)
    /// By this signal.
    case signaled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    /// Reads what `waitpid` reported (`WIFEXITED` and its like are macros that Swift does not see).
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7F
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xFF) : .signaled(signal)
    }
}
