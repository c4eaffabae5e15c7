internal import Domain

/// Finds the tree of the source's path.
enum RevisionRoot {
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
