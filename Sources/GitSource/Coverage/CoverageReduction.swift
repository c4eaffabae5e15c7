/// Brings what a service covers besides its folder into one form: nothing twice, nothing that the folder's own
/// content holds already, and the service's own definition in none of it.
struct CoverageReduction {
    let folder: TreePath
    let trees: RevisionTrees

    func reduce(_ entries: Set<CoveredEntry>) throws -> [CoveredEntry] {
        let expanded = Set(try entries.flatMap(withoutOwnDefinition))
        let folders = Set(expanded.filter { $0.mode == .folder }.map(\.path))
        let outermost = expanded.filter { !isBelow(folders, $0.path) }
        return try outermost.filter { try !isOwn($0) }.sorted { $0.path < $1.path }
    }

    /// A folder that holds the service's folder as the entries around it.
    private func withoutOwnDefinition(_ entry: CoveredEntry) throws -> [CoveredEntry] {
        guard entry.mode == .folder, folder.isWithin(entry.path) else { return [entry] }
        return try trees.store.tree(entry.id).flatMap { inner -> [CoveredEntry] in
            if entry.path == folder, inner.isDefinition { return [] }
            let path = entry.path.appending(inner.name)
            return try withoutOwnDefinition(CoveredEntry(path: path, mode: inner.mode, id: inner.id))
        }
    }

    /// Whether one of the folders is above the place.
    func isBelow(_ folders: Set<TreePath>, _ path: TreePath) -> Bool {
        var place = path.parent
        while let here = place {
            if folders.contains(here) { return true }
            place = here.parent
        }
        return false
    }

    /// Whether the folder's own content holds the whole entry.
    func isOwn(_ entry: CoveredEntry) throws -> Bool {
        guard entry.path != folder, entry.path.isWithin(folder) else { return false }
        var place = entry.mode == .folder ? entry.path : entry.path.parent
        while let here = place, here != folder {
            guard let tree = try trees.entry(at: here), try trees.store.tree(tree.id).definition == nil else {
                return false
            }
            place = here.parent
        }
        return try entry.mode != .folder || !trees.facts.facts(entry.id, .everything).hasDefinitions
    }
}
