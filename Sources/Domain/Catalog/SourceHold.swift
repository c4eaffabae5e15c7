/// A revision that a source has and that is not accepted until a person says so.
package struct SourceHold: Hashable, Sendable {
    /// The closed list of what a revision is held for.
    package enum Reason: String, CaseIterable, Sendable {
        /// More services would change than the limit allows.
        case changes
        /// More services would be removed than the limit allows.
        case removals
        /// The source had services and suddenly defines none.
        case emptied
        /// The revision does not descend from the accepted one, or a tag moved.
        case rewritten
        /// The store was restored from a backup.
        case restored
    }

    /// The revision that waits; nothing of it is accepted.
    package let revision: Revision
    package let reason: Reason
    /// What was found, for people.
    package let message: String
    package let since: Instant

    package init(revision: Revision, reason: Reason, message: String, since: Instant) {
        self.revision = revision
        self.reason = reason
        self.message = message
        self.since = since
    }

    /// Whether the other hold says the same, whenever it began.
    package func isSame(as other: SourceHold) -> Bool {
        revision == other.revision && reason == other.reason && message == other.message
    }
}

extension SourceHold {
    /// What a person types who has looked at the revision and wants it.
    package var command: String { "reconciler sync --accept \(revision.hex)" }

    /// The hold as clients are shown it.
    package var json: JSONValue {
        .members([
            "reason": .string(reason.rawValue),
            "message": .string(message),
            "revision": .string(revision.hex),
            "since": .string(since.description),
            "command": .string(command),
        ])
    }
}
