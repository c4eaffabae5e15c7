internal import Domain
internal import Synchronization

/// Says in the log that push hooks were refused: at once, then no more often than now and then, so that nobody fills it.
final class RefusedHooks: Sendable {
    /// The shortest time between two lines about the same source, in milliseconds.
    static let interval: Int64 = 60_000

    private let log: any Log
    private let time: any TimeSource
    private let notes = Mutex<[SourceName?: Note]>([:])

    private struct Note {
        var told: Int64
        /// Those that no line has told of.
        var untold = 0
    }

    init(log: any Log, time: any TimeSource) {
        self.log = log
        self.time = time
    }

    /// - `source`: One that takes hooks; nil for all others together, whose number is not known.
    /// - `address`: What was asked for, as it was sent.
    /// - `size`: How large its body was said to be, in bytes, if that is why.
    func note(_ reason: String, of source: SourceName?, at address: String, from client: String, size: Int64?) {
        guard let others = takeTurn(source) else { return }
        log.warning(
            "a hook was refused",
            [
                "reason": reason, "source": source?.text ?? "none", "path": String(address.prefix(100)), "from": client,
                "bytes": size, "others_since_last": others,
            ]
        )
    }

    /// How many were not told of before this one; nil if this one is not to be told of either.
    private func takeTurn(_ source: SourceName?) -> Int? {
        let now = time.sinceBoot().milliseconds
        return notes.withLock { notes in
            guard var note = notes[source] else {
                notes[source] = Note(told: now)
                return 0
            }
            guard now - note.told >= Self.interval else {
                note.untold += 1
                notes[source] = note
                return nil
            }
            notes[source] = Note(told: now)
            return note.untold
        }
    }
}
