package import Platform

/// Why a request got no answer.
package enum HTTPClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no socket at the path, or nobody listens on it any more.
    case nobodyListens(path: String)
    /// The socket may not be used by this user.
    case notPermitted(path: String)
    /// So many milliseconds passed in which nothing came.
    case timedOut(Int64)
    /// The connection ended before the answer did.
    case closedEarly
    /// What came is no HTTP answer, or a larger one than is taken.
    case badAnswer(String)
    case failed(SystemError)

    package var description: String {
        switch self {
        case .nobodyListens(let path): "nobody listens at \(path)"
        case .notPermitted(let path): "this user may not connect to \(path)"
        case .timedOut(let milliseconds): "nothing came within \(milliseconds) ms"
        case .closedEarly: "the connection ended before the answer was complete"
        case .badAnswer(let reason): "the answer cannot be read: \(reason)"
        case .failed(let error): error.description
        }
    }
}
