package import Domain
internal import Platform

/// A config repository, read through libgit2; what talks to the remote is a child process.
package actor GitConfigurationSource: ConfigurationSource {
    package nonisolated let name: SourceName
    package nonisolated let url: String
    package nonisolated let ref: String
    package nonisolated let followsVersions: Bool
    package nonisolated let path: RepositoryPath
    nonisolated let configuration: GitSourceConfiguration
    nonisolated let history: CloneHistory
    nonisolated let changeSearch: ChangeSearch
    nonisolated let exports: SourceExports
    private let previews: RevisionPreviews
    private let store: CloneStore
    private let folder: CloneFolder
    private let child: FetchChild
    nonisolated let mending: CloneMending
    private let executor = BlockingExecutor(on: .git)
    private var snapshot: SourceSnapshot
    private var latest: Latest?
    /// The commit that could not be read even from a new clone, and how often since.
    private var unreadable: (commit: ObjectID, times: Int)?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The revision that was read last.
    private struct Latest {
        var object: ObjectID
        let commit: ObjectID
        let revision: Revision
        let changes: DesiredState.Changes?
    }

    /// Touches neither disk nor network.
    package init(_ configuration: GitSourceConfiguration) {
        self.configuration = configuration
        name = configuration.name
        url = configuration.url.description
        ref = configuration.ref.description
        followsVersions = if case .semver = configuration.ref { true } else { false }
        path = configuration.path
        folder = CloneFolder(of: configuration)
        store = CloneStore(path: folder.repository)
        snapshot = SourceSnapshot(base: configuration.path, store: store, budget: configuration.budget)
        history = CloneHistory(configuration)
        changeSearch = ChangeSearch(configuration)
        previews = RevisionPreviews(configuration)
        exports = SourceExports(configuration)
        Libgit2.allowAllocations(of: configuration.budget.fileBytes)
        child = FetchChild(
            executable: configuration.executable,
            timeout: configuration.timeout,
            environment: configuration.failpoints.environment,
            log: configuration.log
        )
        mending = CloneMending(configuration, child, exports)
    }

    package func poll(accepted: Revision?) async throws -> SourcePoll {
        Libgit2.ignoreConfiguration()
        let began = BootClock.now()
        let answer = try await ask(accepted: accepted, renew: mending.condition.takeDamage())
        let fetched = BootClock.now()
        do {
            let poll = try await reopeningOnce { try await take(answer, accepted: accepted) }
            if case .changed = poll {
                tellTimes(fetch: fetched - began, read: BootClock.now() - fetched)
                configuration.failpoints.reach(.revisionRead)
            }
            return poll
        } catch let error as GitError {
            return try await pollAnew(accepted: accepted, after: error, at: answer.commit)
        }
    }

    private func tellTimes(fetch: Int64, read: Int64) {
        configuration.log.debug("read", ["source": name.text, "fetch_ms": fetch, "read_ms": read])
    }

    package func preview(ref: String) async throws -> DesiredState {
        Libgit2.ignoreConfiguration()
        return try await mending.redoing {
            let (commit, base) = try await commits(of: ref)
            return try await previews.read(commit, since: base)
        }
    }

    /// What `ref` of the remote is now, and what was read last.
    private func commits(of ref: String) async throws -> (ObjectID, base: ObjectID?) {
        (try await commit(of: ref), latest?.commit)
    }

    /// What `ref` of the remote is now.
    private func commit(of ref: String) async throws -> ObjectID {
        if let commit = try await present(ref) { return commit }
        let answer = try await child.askBehindPolls(configuration.request(.named(ref), known: latest?.object))
        note(answer)
        return answer.commit
    }

    /// The commit, if `ref` is a whole revision that was fetched before.
    private func present(_ ref: String) async throws -> ObjectID? {
        guard let id = Revision(ref).flatMap(ObjectID.init), Folder.somethingExists(at: folder.repository) else {
            return nil
        }
        return try await reopeningOnce {
            let repository = try store.repository()
            return repository.has(id) ? try repository.commit(id) : nil
        }
    }

    private func ask(accepted: Revision?, renew: Bool = false) async throws -> FetchAnswer {
        let ref = RefRequest.selected(configuration.ref)
        return try await child.ask(configuration.request(ref, known: latest?.object, accepted: accepted, renew: renew))
    }

    private func note(_ answer: FetchAnswer) {
        mending.tell(answer.renewal)
        if answer.renewed { reopen() }
    }

    /// Does the work, and once more with the clone opened anew: its files may have been replaced meanwhile.
    private func reopeningOnce<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch is GitError {
            reopen()
            return try await work()
        }
    }

    private func take(_ answer: FetchAnswer, accepted: Revision?) async throws -> SourcePoll {
        note(answer)
        if latest?.commit != answer.commit { try await LargeReading.run(.largeReadings) { try read(answer, $0) } }
        latest?.object = answer.object
        guard let latest else { throw SourceFailure("\(url): nothing was read") }
        if latest.revision == accepted, answer.ancestry == .descends, hasTold { return .unchanged(latest.revision) }
        hasTold = true
        return .changed(state(latest, ancestry: answer.ancestry))
    }

    /// Whether the revision that was read last was handed out: the first poll after a start always does that.
    private var hasTold = false

    private func state(_ latest: Latest, ancestry: DesiredState.Ancestry) -> DesiredState {
        DesiredState(
            source: name,
            revision: latest.revision,
            definitions: snapshot.definitions,
            changes: latest.changes,
            ancestry: ancestry
        )
    }

    private func reopen() {
        store.reopen()
        exports.reopen()
    }

    private func read(_ answer: FetchAnswer, _ large: LargeReading) throws {
        let repository = try store.repository()
        try repository.refresh()
        let (revision, root) = try RevisionRoot.find(configuration, at: answer.commit, in: store)
        let base = latest?.revision
        let folders = try snapshot.read(root, large: large)
        var changes: DesiredState.Changes?
        if let base, let folders { changes = DesiredState.Changes(base: base, folders: folders) }
        latest = Latest(object: answer.object, commit: answer.commit, revision: revision, changes: changes)
        hasTold = false
    }

    /// The clone cannot be read: it is made anew, once for each time that it may help.
    private func pollAnew(
        accepted: Revision?,
        after error: GitError,
        at commit: ObjectID
    ) async throws -> SourcePoll {
        if let unreadable, unreadable.commit == commit, unreadable.times < 10 {
            self.unreadable?.times += 1
            throw SourceFailure("\(url): \(error)")
        }
        unreadable = (commit, 0)
        forget()
        let answer = try await ask(accepted: accepted, renew: true)
        let poll = try await take(answer, accepted: accepted)
        unreadable = nil
        return poll
    }

    private func forget() {
        reopen()
        snapshot = SourceSnapshot(base: path, store: store, budget: configuration.budget)
        latest = nil
    }
}
