internal import Synchronization
internal import WebServer

/// The output of a run that a command follows, each byte printed once however often the daemon has to be asked.
final class FollowedOutput: Sendable {
    private let console: any Console
    private let place = Mutex(Place())

    private struct Place {
        /// How much of the output there is before what comes next; nil if the daemon has not said where it begins.
        var offset: Int64?
        /// How much of what comes next was printed before.
        var known: Int64 = 0
        var hasBegun = false
    }

    init(_ console: any Console) {
        self.console = console
    }

    /// What to ask for: the last lines at first, from then on all of the output.
    func query(tail: Int?) -> DaemonClient.Query {
        let hasBegun = place.withLock { $0.hasBegun }
        return [("tail", hasBegun ? nil : tail.map(String.init)), ("follow", "true")]
    }

    /// An answer begins.
    ///
    /// - Throws: ``CommandFailure`` if it is not the first, and nobody has said where in the output they begin.
    func begin(_ head: HTTPClientResponse) throws {
        let start = head.headers["Reconciler-Offset"].flatMap { Int64($0) }
        let canGoOn = place.withLock { place in
            defer { place.hasBegun = true }
            guard place.hasBegun else {
                place.offset = start
                return true
            }
            guard let start, let offset = place.offset else { return false }
            place.known = max(0, offset - start)
            return true
        }
        guard canGoOn else {
            throw CommandFailure(.failed, "the daemon does not say where in the output it goes on; follow it anew")
        }
    }

    /// Prints what is new in this.
    func take(_ bytes: [UInt8]) throws {
        let new = place.withLock { place in
            let known = Int(min(place.known, Int64(bytes.count)))
            place.known -= Int64(known)
            place.offset = place.offset.map { $0 + Int64(bytes.count - known) }
            return bytes.dropFirst(known)
        }
        if !new.isEmpty { try console.write(Array(new)) }
    }
}
