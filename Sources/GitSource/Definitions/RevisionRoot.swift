internal import Domain

/// Finds the tree of the source's path.
enum RevisionRoot {
    /// The commit's name, and the tree at the source's path in it.
    static func find(
        _ source: GitSourceConfiguration,
        at commit: ObjectID,
        in store: CloneStore
    ) throws -> (revision: Revision, tree: ObjectID) {
        guard let revision = commit.revision else { throw SourceFailure("\(source.url): \(commit) is no revision") }
        let tree = try store.repository().tree(ofCommit: commit)
        do {
            return (revision, try find(source.path, in: tree, store, revision: "revision \(revision.short)"))
        } catch let failure as SourceFailure {
            throw SourceFailure("\(source.url): \(failure)")
        }
    }

    /// The tree at `path` in the whole revision's tree, or ``SourceFailure`` if there is no folder.
    ///
    /// The error calls the revision `revision`.
    static func find(
        _ path: RepositoryPath,
        in tree: ObjectID,
        _ store: any ObjectStore,
        revision: String
    ) throws -> ObjectID {
        let place = TreePath(path.components.map { Array($0.utf8)[...] })
        let found = try TreeLookup(store).entry(at: place, from: tree)
        guard let found, found.mode == .folder else {
            throw SourceFailure("there is no folder \"\(path)\", the source's \"path\", in \(revision)")
        }
        return found.id
    }
}
