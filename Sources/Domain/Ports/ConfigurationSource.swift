/// A config repository: where the desired state comes from.
package protocol ConfigurationSource: Sendable {
    var name: SourceName { get }
    /// Without credentials.
    var url: String { get }
    /// The ref that is followed, for people: `HEAD`, `branch main`, `semver >=1.0`.
    var ref: String { get }
    /// Whether it follows the greatest tag of a range of versions, wherever that is in the history.
    var followsVersions: Bool { get }
    /// The folder below which definitions are looked for.
    var path: RepositoryPath { get }

    /// Asks the remote for its tip, and reads what it defines if the tip is not the accepted revision, or if nothing
    /// has been read since the start.
    ///
    /// - `accepted`: The revision that the store has accepted, or nil.
    ///
    /// Throws: An error whose description says what was tried, what was found and what to do, without credentials.
    func poll(accepted: Revision?) async throws -> SourcePoll

    /// Reads what `ref` (a branch, a tag, a full ref name, or a full revision) of the remote defines now, without
    /// accepting it.
    func preview(ref: String) async throws -> DesiredState

    /// Those of `revisions` that are `ancestor` or descend from it; nil if the source has never seen `ancestor`.
    ///
    /// Asks the local copy alone, not the remote.
    func descendants(of ancestor: Revision, among revisions: [Revision]) async throws -> Set<Revision>?

    /// When `revision` was committed, as the commit says it; nil if the source has never seen it.
    ///
    /// Asks the local copy alone, not the remote.
    func committed(_ revision: Revision) async throws -> Instant?

    /// The newest commit, up to `revision`, that made the definitions in `folders` what they are there: by the files
    /// themselves, or by what they cover. Without folders `revision` itself.
    ///
    /// Of what is not there any more it is the commit that took it away. Nil if the source does not have the revision, or
    /// if the commit is too far back.
    ///
    /// Asks the local copy alone, not the remote.
    func lastChange(of folders: [RepositoryPath], upTo revision: Revision) async throws -> Commit?

    /// What digests of older schemes are by the present one, computed by both at `revision`: of those services of which
    /// both can be computed; nil if the source does not have the revision.
    ///
    /// Asks the local copy alone, not the remote.
    func renewals(of services: [DesiredService], at revision: Revision) async throws -> [DigestRenewal]?

    /// What of the content that a run of the order missed is in its revision, and not covered by its definition.
    ///
    /// Asks the local copy alone, not the remote, and takes a few seconds at most.
    ///
    /// Throws: An error, where reading it takes more than that.
    func uncovered(_ missing: [MissingContent], by order: Deployment.Order) async throws -> [UncoveredContent]

    /// Writes exactly what the order's digest covers into `folder`, which exists and is empty, at the paths that it
    /// has in the repository.
    ///
    /// - `folder`: An absolute path.
    func export(_ order: Deployment.Order, into folder: String) async throws
}

/// What a poll found.
package enum SourcePoll: Sendable {
    case unchanged(Revision)
    case changed(DesiredState)
}

extension SourcePoll {
    /// The revision that the remote has.
    package var revision: Revision {
        switch self {
        case .unchanged(let revision): revision
        case .changed(let state): state.revision
        }
    }
}

extension ConfigurationSource {
    /// Whether the store remembers this source as `stored`.
    package func isSame(as stored: Source) -> Bool {
        name == stored.name && url == stored.url && path == stored.path
    }
}
