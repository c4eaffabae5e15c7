import Domain
import Reconciler
import TestSupport

/// A source whose answers are written down beforehand; without any it says that nothing has changed.
actor ScriptedSource: ConfigurationSource {
    nonisolated let name: SourceName
    nonisolated let url: String
    nonisolated let ref = "branch main"
    nonisolated let followsVersions: Bool
    nonisolated let path = RepositoryPath.root

    /// What each poll was told of as accepted.
    private(set) var polls: [Revision?] = []
    private(set) var exports: [Deployment.Order] = []
    private(set) var underWay = 0
    private var answers: [Result<SourcePoll, any Error>] = []
    private var previews: [String: DesiredState] = [:]
    private var lines: [[Revision]] = []
    private var times: [Revision: Instant] = [:]
    /// Which commit is said to be the last change up to a revision.
    private var commits: [Revision: Commit] = [:]
    /// The folders whose last change was asked for, and up to where.
    private(set) var searched: [(folders: [String], revision: Revision)] = []
    private var renewals: [Revision: [DigestRenewal]] = [:]
    /// The services whose digests were asked for, and where.
    private(set) var renewed: [(names: [String], revision: Revision)] = []
    private var uncovered: Result<[UncoveredContent], any Error> = .success([])
    /// What runs were said to have missed.
    private(set) var missing: [[MissingContent]] = []
    private var exportFailure: (any Error)?
    private var hangsInExports = false
    private var interruption: (@Sendable () async throws -> Void)?
    private var gate: AsyncStream<Void>?
    private var key: AsyncStream<Void>.Continuation?

    init(url: String? = nil, name: String = "config", followsVersions: Bool = false) {
        self.followsVersions = followsVersions
        self.name = .sample(name)
        self.url = url ?? "https://git.example/\(name).git"
    }

    func answers(_ repository: Repository) { answers.append(.success(.changed(repository.state))) }
    func isUnchanged(_ revision: Revision) { answers.append(.success(.unchanged(revision))) }
    func fails(_ error: any Error) { answers.append(.failure(error)) }
    func previews(_ ref: String, _ state: DesiredState) { previews[ref] = state }
    /// Revisions of which each descends from the one before it.
    func descend(_ revisions: Revision...) { lines.append(revisions) }
    func wasCommitted(_ revision: Revision, at time: Instant) { times[revision] = time }
    func changedLast(_ commit: Commit, upTo revision: Revision) { commits[revision] = commit }
    /// What digests are at a revision that it has.
    func renews(_ renewals: [DigestRenewal], at revision: Revision) { self.renewals[revision] = renewals }
    /// What it has of everything that runs miss.
    func has(_ content: UncoveredContent...) { uncovered = .success(content) }
    func failsToLook(_ error: any Error) { uncovered = .failure(error) }
    func failsToExport(_ error: any Error) { exportFailure = error }

    /// Each export takes until its task is cancelled.
    func hangsInExporting() { hangsInExports = true }

    /// Does something, once, before the next question about descendants is answered.
    func beforeDescendants(_ action: @escaping @Sendable () async throws -> Void) { interruption = action }

    /// Keeps polls from ending until ``open()``.
    func close() {
        let (gate, key) = AsyncStream<Void>.makeStream()
        self.gate = gate
        self.key = key
    }

    func open() { key?.finish() }

    func poll(accepted: Revision?) async throws -> SourcePoll {
        polls.append(accepted)
        underWay += 1
        defer { underWay -= 1 }
        if let gate { for await _ in gate {} }
        try Task.checkCancellation()
        guard !answers.isEmpty else { return .unchanged(accepted ?? .sample()) }
        return try answers.removeFirst().get()
    }

    func preview(ref: String) throws -> DesiredState {
        guard let state = previews[ref] else { throw Unreachable(what: ref) }
        return state
    }

    func descendants(of ancestor: Revision, among revisions: [Revision]) async throws -> Set<Revision>? {
        if let action = interruption {
            interruption = nil
            try await action()
        }
        let own = lines.filter { $0.contains(ancestor) }
        guard !own.isEmpty else { return nil }
        return Set(own.flatMap { $0.drop { $0 != ancestor } }).intersection(revisions)
    }

    func lastChange(of folders: [RepositoryPath], upTo revision: Revision) -> Commit? {
        searched.append((folders.map(\.text), revision))
        return commits[revision]
    }

    func committed(_ revision: Revision) -> Instant? { times[revision] }

    func renewals(of services: [DesiredService], at revision: Revision) -> [DigestRenewal]? {
        renewed.append((services.map(\.definition.name.text), revision))
        return renewals[revision]
    }

    func uncovered(_ missing: [MissingContent], by order: Deployment.Order) throws -> [UncoveredContent] {
        self.missing.append(missing)
        return try uncovered.get()
    }

    func export(_ order: Deployment.Order, into folder: String) async throws {
        exports.append(order)
        if hangsInExports { for await _ in Wakeup().rings {} }
        try Task.checkCancellation()
        if let exportFailure { throw exportFailure }
    }
}

struct Unreachable: Error, CustomStringConvertible {
    let what: String
    var description: String { "cannot reach \(what)" }
}
