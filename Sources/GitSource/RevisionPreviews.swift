internal import Domain
internal import Platform

/// Reads what other revisions than the accepted one define, beside the polls and without touching what they know.
actor RevisionPreviews {
    private let source: GitSourceConfiguration
    private let store: CloneStore
    private let executor: BlockingExecutor
    private var snapshot: SourceSnapshot

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        self.source = source
        store = CloneStore(path: CloneFolder(of: source).repository)
        executor = BlockingExecutor(label: "preview \(source.name)")
        snapshot = SourceSnapshot(base: source.path, store: store, budget: source.budget)
    }

    /// What `commit` defines, and what of it is another than in the commit `base`, if there is one.
    func read(_ commit: ObjectID, since base: ObjectID?) throws -> DesiredState {
        do {
            return try readOnce(commit, since: base)
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            forget()
            return try readOnce(commit, since: base)
        } catch {
            forget()
            throw error
        }
    }

    private func readOnce(_ commit: ObjectID, since base: ObjectID?) throws -> DesiredState {
        try store.repository().refresh()
        let present = try base.map { try RevisionRoot.find(source, at: $0, in: store) }
        if let present { _ = try snapshot.read(present.tree) }
        let (revision, tree) = try RevisionRoot.find(source, at: commit, in: store)
        let folders = try snapshot.read(tree)
        var changes: DesiredState.Changes?
        if let present, let folders { changes = DesiredState.Changes(base: present.revision, folders: folders) }
        return DesiredState(
            source: source.name,
            revision: revision,
            definitions: snapshot.definitions,
            changes: changes
        )
    }

    private func forget() {
        store.reopen()
        snapshot = SourceSnapshot(base: source.path, store: store, budget: source.budget)
    }
}
