/// How a read of the store ended.
enum ReadOutcome: String, CaseIterable, Sendable {
    /// With an answer, which may be an error of the question itself.
    case completed
    /// At once, because too many were waiting.
    case refused
    case timedOut = "timed_out"
    /// Because nobody wanted it any more.
    case cancelled
}
