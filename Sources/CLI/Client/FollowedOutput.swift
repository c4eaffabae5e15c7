internal import Synchronization
internal import WebServer

/// The output of a run that a command follows, each byte printed once however often the daemon has to be asked.
final class FollowedOutput: Sendable {
    private let console: any Console
    private let place = Mutex(Place())

    private struct Place {
        /// How much of the output there is before what comes next; nil until the daemon has said where it begins.
        var offset: Int64?
        /// How much of what comes next was printed before.
        var known: Int64 = 0
    }

    init(_ console: any Console) {
        self.console = console
    }

    /// What to ask for: the last lines at first, from then on all of the output.
    func query(tail: Int?) -> DaemonClient.Query {
        let offset = place.withLock { $0.offset }
        return [("tail", offset == nil ? tail.map(String.init) : nil), ("follow", "true")]
    }

    /// An answer begins.
    ///
    /// - Throws: ``CommandFailure`` if it does not say where in the output it begins.
    func begin(_ head: HTTPClientResponse) throws {
        guard let start = head.headers["Reconciler-Offset"].flatMap({ Int64($0) }) else {
            throw CommandFailure(.failed, "the daemon's answer does not say where in the output it begins")
        }
        place.withLock { place in
            place.offset = place.offset ?? start
            place.known = max(0, (place.offset ?? start) - start)
        }
    }

    /// Prints what is new in this.
    func take(_ bytes: [UInt8]) throws {
        let new = place.withLock { place in
            let known = Int(min(place.known, Int64(bytes.count)))
            place.known -= Int64(known)
            place.offset = (place.offset ?? 0) + Int64(bytes.count - known)
            return bytes.dropFirst(known)
        }
        if !new.isEmpty { try console.write(Array(new)) }
    }
}
