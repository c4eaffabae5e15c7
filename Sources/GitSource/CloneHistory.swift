internal import Domain
internal import Platform

/// Answers questions about the commits of a source's clone, whatever else is being read of it.
actor CloneHistory {
    private let store: CloneStore
    private let budget: ReadingBudget
    private let executor = BlockingExecutor(on: .history)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        store = CloneStore(path: CloneFolder(of: source).repository)
        budget = source.budget
    }

    /// Those of `revisions` that are `ancestor` or descend from it; nil if the clone does not have it.
    ///
    /// - Throws: ``SourceFailure`` when that takes longer than the budget allows, looked at between two revisions.
    func descendants(of ancestor: Revision, among revisions: [Revision]) throws -> Set<Revision>? {
        guard Folder.somethingExists(at: store.path), let ancestor = ObjectID(ancestor) else { return nil }
        let meter = BudgetMeter(budget)
        return try read { repository in
            guard repository.has(ancestor), try repository.commit(ancestor) == ancestor else { return nil }
            return try revisions.reduce(into: []) { found, revision in
                try meter.checkIn()
                guard let commit = ObjectID(revision), repository.has(commit) else { return }
                if try repository.descends(commit, from: ancestor) { found.insert(revision) }
            }
        }
    }

    /// When it was committed, as the commit says it; nil if the clone does not have it.
    func committed(_ revision: Revision) throws -> Instant? {
        guard Folder.somethingExists(at: store.path), let commit = ObjectID(revision) else { return nil }
        return try read { repository in
            guard repository.has(commit) else { return nil }
            // A commit may say any number.
            let (milliseconds, isTooGreat) = try repository.time(ofCommit: commit).multipliedReportingOverflow(
                by: 1_000
            )
            return isTooGreat ? nil : Instant(millisecondsSince1970: milliseconds)
        }
    }

    private func read<Answer>(_ work: (GitRepository) throws -> Answer?) throws -> Answer? {
        do {
            return try work(store.repository())
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            store.reopen()
            return try work(store.repository())
        }
    }
}
