/// Why an answer was refused that would have been given at a quieter time.
package enum Overload: Error, Hashable, CustomStringConvertible {
    /// As many wait already as may.
    case queueFull
    /// It was not there within its time limit, in seconds.
    case timedOut(Int64)
    /// The daemon ends, or begins anew with another configuration.
    case closing

    package var description: String {
        switch self {
        case .queueFull: "too many requests wait for an answer already; come again later"
        case .closing: "the daemon ends, or begins anew with another configuration; come again in a moment"
        case .timedOut(let seconds): "there was no answer within \(seconds) s; ask for less, or come again later"
        }
    }
}
