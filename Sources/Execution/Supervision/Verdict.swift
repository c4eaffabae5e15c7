internal import Domain
internal import Platform

/// How a run ended and why.
enum Verdict: Hashable, Sendable {
    case succeeded
    case failed(String)
    /// After so many milliseconds.
    case timedOut(Int64)
    case cancelled
    /// The supervisor itself was told to stop, by this signal.
    case interrupted(Int32)

    var outcome: Deployment.Outcome {
        switch self {
        case .succeeded: .succeeded
        case .failed: .failed
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .interrupted: .interrupted
        }
    }

    var message: String? {
        switch self {
        case .succeeded: nil
        case .failed(let message): message
        case .timedOut(let limit):
            "it ran longer than its timeout of \(DurationText.text(milliseconds: limit)) and was ended"
        case .cancelled: "it was cancelled"
        case .interrupted(let signal): "its supervisor was told to stop (\(Signals.name(signal)))"
        }
    }

    /// "exit status 3", "killed by signal 9 (SIGKILL)", with the last words of the process where there are some.
    static func text(of status: ExitStatus, lastWords: String?) -> String {
        let words = lastWords.map { ": " + $0 } ?? ""
        switch status {
        case .exited(let code): return "exit status \(code)" + words
        case .signaled(let signal): return "killed by signal \(signal) (\(Signals.name(signal)))" + words
        }
    }
}
