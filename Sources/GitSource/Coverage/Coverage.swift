internal import Domain

/// What one service's run can see, and what is wrong with it.
struct Coverage {
    /// The service's folder.
    let folder: TreePath
    let folderID: ObjectID
    /// The folder's own content as one value; nil if there is none.
    let ownHash: [UInt8]?
    /// What is covered besides the folder's own content, sorted: no entry lies in another or in that content.
    let entries: [CoveredEntry]
    /// Folders through which links lead and out of which they lead again: an export has them, with or without content.
    let passages: Set<TreePath>
    let dependencies: Set<Dependency>
    let problems: [Problem]
    /// What an export of it writes.
    let amount: CoverageAmount
}

/// The trees of one revision, below the source's path.
struct RevisionTrees {
    let root: ObjectID
    /// Where the source's path is in the repository.
    let base: RepositoryPath
    let store: MeteredStore
    let lookup: TreeLookup
    let facts: FolderFacts
    let ways: LinkWays
    let examinations = Examinations()
    let services = ServiceFolders()

    init(root: ObjectID, base: RepositoryPath, store: MeteredStore, facts: FolderFacts) {
        self.root = root
        self.base = base
        self.store = store
        self.facts = facts
        lookup = TreeLookup(store)
        ways = LinkWays(root, store, lookup)
    }

    /// What the present reading or export may cost.
    var limits: ReadingBudget { store.meter.limits }

    func entry(at path: TreePath) throws -> TreeEntry? { try lookup.entry(at: path, from: root) }

    func place(_ path: TreePath) -> RepositoryPath { path.repositoryPath(below: base) }
}
