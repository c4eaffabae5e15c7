internal import Domain
internal import Platform

/// Reads what other revisions than the accepted one define, beside the polls and without touching what they know.
actor RevisionPreviews {
    private let clone: CloneReader
    private let executor: BlockingExecutor
    /// One of a source at a time: each takes the place of what the one before it knows.
    private let turns = SourceTurns(1, of: .previews)
    private var snapshot: SourceSnapshot

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        clone = CloneReader(source)
        executor = BlockingExecutor(label: "preview \(source.name)")
        snapshot = RevisionPreviews.nothing(of: clone)
    }

    private static func nothing(of clone: CloneReader) -> SourceSnapshot {
        SourceSnapshot(base: clone.source.path, store: clone.store, budget: clone.source.budget)
    }

    /// What `commit` defines, and what of it is another than in the commit `base`, if there is one.
    func read(_ commit: ObjectID, since base: ObjectID?) async throws -> DesiredState {
        try await turns.run { try await readInTurn(commit, since: base) }
    }

    private func readInTurn(_ commit: ObjectID, since base: ObjectID?) async throws -> DesiredState {
        do {
            return try await clone.retrying {
                try await LargeReading.run(.largeReadings) { try read(commit, since: base, $0) }
            }
        } catch {
            clone.store.reopen()
            snapshot = Self.nothing(of: clone)
            throw error
        }
    }

    private func read(_ commit: ObjectID, since base: ObjectID?, _ large: LargeReading) throws -> DesiredState {
        let (source, store) = (clone.source, clone.store)
        try store.repository().refresh()
        // Both readings together may take as long as one.
        let deadline = source.budget.deadline()
        let present = try base.map { try RevisionRoot.find(source, at: $0, in: store) }
        if let present { _ = try snapshot.read(present.tree, until: deadline, large: large) }
        let (revision, tree) = try RevisionRoot.find(source, at: commit, in: store)
        let folders = try snapshot.read(tree, until: deadline, large: large)
        var changes: DesiredState.Changes?
        if let present, let folders { changes = DesiredState.Changes(base: present.revision, folders: folders) }
        return DesiredState(
            source: source.name,
            revision: revision,
            definitions: snapshot.definitions,
            changes: changes
        )
    }
}
