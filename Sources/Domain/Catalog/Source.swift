/// A config repository that the daemon follows, as the store remembers it: one name, one URL, one path.
///
/// The same name with another URL or another path is another source; the earlier one keeps its services until it
/// is forgotten.
package struct Source: Sendable, Hashable {
    package typealias ID = Identifier<Source>

    package let id: ID
    package let name: SourceName
    /// The URL without credentials.
    package let url: String
    /// The folder below which definitions are looked for.
    package let path: RepositoryPath
    /// The revision whose definitions are the desired state; nil until one was accepted.
    package private(set) var accepted: Revision?
    /// The problems of the accepted revision that belong to no service: files that never defined one.
    package private(set) var problems: [Problem]
    /// Why the last poll failed; nil while polls succeed.
    package private(set) var failure: String?
    /// The tip that waits for a person's word; nil while what is found is accepted.
    package private(set) var held: SourceHold?
    /// How the source stands with the store itself.
    package private(set) var standing: Standing

    package enum Standing: String, CaseIterable, Sendable {
        case followed
        /// The store was restored from a backup and may know less than what is deployed: nothing of the source is
        /// deployed until a person accepts a revision of it.
        case restored
        /// A person has forgotten it: it owns nothing, and is kept for the history's sake.
        case forgotten
    }

    package init(
        id: ID,
        name: SourceName,
        url: String,
        path: RepositoryPath,
        accepted: Revision? = nil,
        problems: [Problem] = [],
        failure: String? = nil,
        held: SourceHold? = nil,
        standing: Standing = .followed
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.path = path
        self.accepted = accepted
        self.problems = problems
        self.failure = failure
        self.held = held
        self.standing = standing
    }

    package mutating func accept(_ revision: Revision, problems: [Problem]) {
        accepted = revision
        self.problems = problems
        failure = nil
        held = nil
        standing = .followed
    }

    /// What is accepted stays, until the hold is released or another revision breaks no rule.
    package mutating func hold(_ hold: SourceHold) { held = hold }

    package mutating func fail(_ message: String) { failure = message }

    package mutating func recover() { failure = nil }

    /// Nothing of it is deployed until ``accept(_:problems:)``.
    package mutating func restore() { if standing == .followed { standing = .restored } }

    /// Forgets all that was read of it.
    package mutating func forget() {
        (accepted, problems, failure, held) = (nil, [], nil, nil)
        standing = .forgotten
    }

    /// The configuration names it again.
    package mutating func reopen() { if standing == .forgotten { standing = .followed } }
}
