/// Whether places of a revision are covered by a service.
struct PlaceStanding {
    let coverage: Coverage
    let trees: RevisionTrees

    /// What a place is to a service's run.
    enum Standing: Hashable, Sendable {
        /// The revision has nothing there.
        case missing
        /// The run sees all of it.
        case covered
        /// It is there, and the run does not see it, or not all of it.
        case notCovered
    }

    /// Follows the links on the way, each of which must be covered too.
    func standing(of path: TreePath) throws -> Standing {
        guard case .found(let entry, let links) = try trees.ways.way(along: path).landing else { return .missing }
        return try (links + [entry]).allSatisfy(isCovered) ? .covered : .notCovered
    }

    private func isCovered(_ entry: CoveredEntry) throws -> Bool {
        let folder = coverage.folder
        if entry.path == folder || coverage.entries.contains(where: { entry.path.isWithin($0.path) }) { return true }
        let reduction = CoverageReduction(folder: folder, trees: trees)
        if try reduction.isOwn(entry) { return true }
        guard entry.mode == .folder, folder.isWithin(entry.path) else { return false }
        // A folder that holds the service's own is covered as what is in it.
        return try trees.store.tree(entry.id).allSatisfy { inner in
            try isCovered(CoveredEntry(path: entry.path.appending(inner.name), mode: inner.mode, id: inner.id))
        }
    }
}
