package import Domain
internal import Platform

/// A config repository, read through libgit2; what talks to the remote is a child process.
package actor GitConfigurationSource: ConfigurationSource {
    package nonisolated let name: SourceName
    package nonisolated let url: String
    package nonisolated let ref: String
    package nonisolated let path: RepositoryPath
    let configuration: GitSourceConfiguration
    let store: CloneStore
    private let folder: CloneFolder
    private let child: FetchChild
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
        let root: ObjectID
        let changes: DesiredState.Changes?
    }

    /// Touches neither disk nor network.
    package init(_ configuration: GitSourceConfiguration) {
        self.configuration = configuration
        name = configuration.name
        url = configuration.url.description
        ref = configuration.ref.description
        path = configuration.path
        folder = CloneFolder(path: "\(configuration.stateFolder)/sources/\(configuration.name)")
        store = CloneStore(path: folder.repository)
        snapshot = SourceSnapshot(base: configuration.path, store: store)
        child = FetchChild(
            executable: configuration.executable,
            timeout: configuration.timeout,
            environment: configuration.milestones.environment
        )
    }

    package func poll(accepted: Revision?) async throws -> SourcePoll {
        Libgit2.ignoreConfiguration()
        let began = BootClock.now()
        let answer = try await ask(.selected(configuration.ref), accepted: accepted)
        let fetched = BootClock.now()
        do {
            let poll = try take(answer, accepted: accepted)
            if case .changed = poll {
                tellTimes(fetch: fetched - began, read: BootClock.now() - fetched)
                configuration.milestones.reach(.revisionRead)
            }
            return poll
        } catch let error as GitError {
            return try await pollAnew(accepted: accepted, after: error, at: answer.commit)
        }
    }

    private func tellTimes(fetch: Int64, read: Int64) {
        configuration.log.debug("read", ["source": name.text, "fetch_ms": "\(fetch)", "read_ms": "\(read)"])
    }

    package func preview(ref: String) async throws -> DesiredState {
        Libgit2.ignoreConfiguration()
        if let commit = try present(ref) { return try preview(commit) }
        let answer = try await ask(.named(ref), accepted: nil)
        if answer.renewed { store.reopen() }
        try store.repository().refresh()
        return try preview(answer.commit)
    }

    /// The commit, if `ref` is a whole revision that was fetched before.
    private func present(_ ref: String) throws -> ObjectID? {
        guard let id = Revision(ref).flatMap(ObjectID.init), Folder.somethingExists(at: folder.repository) else {
            return nil
        }
        let repository = try store.repository()
        return repository.has(id) ? try repository.commit(id) : nil
    }

    private func ask(_ ref: RefRequest, accepted: Revision?, renew: Bool = false) async throws -> FetchAnswer {
        let request = FetchRequest(
            url: configuration.url,
            credentials: try configuration.credentials(),
            certificateAuthority: configuration.certificateAuthority,
            folder: folder.path,
            ref: ref,
            known: latest?.object,
            accepted: accepted,
            renew: renew
        )
        return try await child.ask(request)
    }

    private func take(_ answer: FetchAnswer, accepted: Revision?) throws -> SourcePoll {
        if answer.renewed { store.reopen() }
        if latest?.commit != answer.commit { try read(answer) }
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

    private func read(_ answer: FetchAnswer) throws {
        let repository = try store.repository()
        try repository.refresh()
        let (revision, root) = try root(of: answer.commit)
        let base = latest?.revision
        let folders = try snapshot.read(root)
        var changes: DesiredState.Changes?
        if let base, let folders { changes = DesiredState.Changes(base: base, folders: folders) }
        latest = Latest(object: answer.object, commit: answer.commit, revision: revision, root: root, changes: changes)
        hasTold = false
    }

    func root(of commit: ObjectID) throws -> (Revision, ObjectID) {
        guard let revision = commit.revision else { throw SourceFailure("\(url): \(commit) is no revision") }
        let tree = try store.repository().tree(ofCommit: commit)
        do {
            return (revision, try RevisionRoot.find(path, in: tree, store, revision: "revision \(revision.short)"))
        } catch let failure as SourceFailure {
            throw SourceFailure("\(url): \(failure)")
        }
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
        let answer = try await ask(.selected(configuration.ref), accepted: accepted, renew: true)
        let poll = try take(answer, accepted: accepted)
        unreadable = nil
        return poll
    }

    private func forget() {
        store.reopen()
        snapshot = SourceSnapshot(base: path, store: store)
        latest = nil
    }

    /// Reads another revision by what is different in it, and goes back to the one that was read last.
    private func preview(_ commit: ObjectID) throws -> DesiredState {
        let (revision, root) = try root(of: commit)
        guard let latest else {
            let snapshot = SourceSnapshot(base: path, store: store)
            _ = try snapshot.read(root)
            return DesiredState(source: name, revision: revision, definitions: snapshot.definitions)
        }
        do {
            let folders = try snapshot.read(root)
            let definitions = snapshot.definitions
            _ = try snapshot.read(latest.root)
            let changes = folders.map { DesiredState.Changes(base: latest.revision, folders: $0) }
            return DesiredState(source: name, revision: revision, definitions: definitions, changes: changes)
        } catch {
            forget()
            throw error
        }
    }
}
