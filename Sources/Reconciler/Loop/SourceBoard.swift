package import Domain
import Synchronization

/// How the polls of each source go; in memory, so that a poll that finds nothing writes nothing.
package final class SourceBoard: Sendable {
    private let notes = Mutex<[Source.ID: Note]>([:])

    package init() {}

    /// How one source stands.
    package struct Note: Hashable, Sendable {
        package var name: SourceName
        package var url: String
        package var ref: String
        package var path: RepositoryPath
        /// The revision that the remote had at the last good poll.
        package var revision: Revision?
        /// When the last poll ended, well or badly.
        package var observed: Instant?
        /// When it last answered.
        package var answered: Instant?
        package var nextPoll: Instant?
        package var consecutiveFailures = 0
        /// When the poll began that is under way and takes longer than any should; nil if none does.
        package var overdueSince: Instant?
        /// Why the last poll failed.
        package var failure: String?

        package init(name: SourceName, url: String, ref: String, path: RepositoryPath) {
            self.name = name
            self.url = url
            self.ref = ref
            self.path = path
        }
    }

    package func put(_ note: Note, of source: Source.ID) { notes.withLock { $0[source] = note } }

    package func change(_ source: Source.ID, _ change: (inout Note) -> Void) {
        notes.withLock { notes in
            guard var note = notes[source] else { return }
            change(&note)
            notes[source] = note
        }
    }

    package func note(of source: Source.ID) -> Note? { notes.withLock { $0[source] } }

    /// By the sources' names.
    package var all: [(source: Source.ID, note: Note)] {
        notes.withLock { $0.map { (source: $0.key, note: $0.value) } }.sorted { $0.note.name < $1.note.name }
    }
}
