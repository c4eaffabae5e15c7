package import Domain
import Synchronization

/// What takes the disk and what is free of it, as somebody found it last: in memory, so that showing it costs nothing.
package final class DiskBoard: Sendable {
    package let limits: RetentionLimits
    private let notes = Mutex(Note())

    package init(limits: RetentionLimits = RetentionLimits()) {
        self.limits = limits
    }

    /// What is known, in bytes; nil for what nobody has looked at yet.
    package struct Note: Hashable, Sendable {
        package var use: DiskUse?
        /// Of runs that are over.
        package var outputs: Int64?
        package var free: Int64?
        /// When ``use`` was found.
        package var observed: Instant?
    }

    package var note: Note { notes.withLock { $0 } }

    package func change(_ change: (inout Note) -> Void) { notes.withLock { change(&$0) } }
}
