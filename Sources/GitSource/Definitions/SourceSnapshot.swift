internal import Domain

/// Everything that is known of the revision of a source that was read last; reading the next one costs what changed.
final class SourceSnapshot {
    private let base: RepositoryPath
    private let store: any ObjectStore
    private let facts: FolderFacts
    private let places = PlaceIndex()
    private var services: [TreePath: ServiceEvaluation] = [:]
    private var root: ObjectID?
    /// The definition files of the revision that was read last.
    private(set) var definitions = DefinitionIndex()

    /// A snapshot of nothing; `base` is where the source's path is in the repository.
    init(base: RepositoryPath, store: any ObjectStore) {
        self.base = base
        self.store = store
        facts = FolderFacts(store)
    }

    /// Reads the revision whose tree at the source's path is `tree`.
    ///
    /// When it throws, the snapshot is what it was.
    ///
    /// - Returns: The folders whose outcome is another than in the revision before; nil if there was none.
    func read(_ tree: ObjectID) throws -> Set<RepositoryPath>? {
        defer { facts.trim() }
        let trees = RevisionTrees(root: tree, base: base, store: store, facts: facts)
        guard let root, let changed = try TreeChanges.between(root, tree, in: store) else {
            try readEverything(trees)
            return nil
        }
        let news = try evaluate(try candidates(changed, trees), trees)
        self.root = tree
        return Set(news.compactMap { take($0.folder, $0.evaluation) ? trees.place($0.folder) : nil })
    }

    private struct News {
        let folder: TreePath
        /// Nil if the folder defines nothing any more.
        let evaluation: ServiceEvaluation?
    }

    private func readEverything(_ trees: RevisionTrees) throws {
        let found = try DefinitionScan.find(in: trees.root, store)
        var news: [News] = []
        for file in found {
            news.append(
                News(
                    folder: file.folder,
                    evaluation: try ServiceEvaluation.evaluate(file, trees, known: services[file.folder])
                )
            )
        }
        let gone = Set(services.keys).subtracting(found.map(\.folder))
        for folder in gone { _ = take(folder, nil) }
        for one in news { _ = take(one.folder, one.evaluation) }
        root = trees.root
    }

    /// The folders whose evaluation may have changed with these places.
    private func candidates(_ changed: [TreePath], _ trees: RevisionTrees) throws -> Set<TreePath> {
        var folders: Set<TreePath> = []
        for path in changed {
            folders.formUnion(places.services(concernedBy: path))
            if path.name.elementsEqual(TreeEntry.definitionName), let parent = path.parent { folders.insert(parent) }
            guard let entry = try trees.entry(at: path), entry.mode == .folder, entry.hasUsableName else { continue }
            folders.formUnion(try DefinitionScan.find(in: entry.id, at: path, store).map(\.folder))
        }
        return folders
    }

    private func evaluate(_ folders: Set<TreePath>, _ trees: RevisionTrees) throws -> [News] {
        var news: [News] = []
        for folder in folders.sorted() {
            guard let tree = try trees.entry(at: folder), tree.mode == .folder,
                let file = try store.tree(tree.id).definition
            else {
                news.append(News(folder: folder, evaluation: nil))
                continue
            }
            let found = DefinitionScan.Found(folder: folder, folderID: tree.id, file: file)
            news.append(
                News(folder: folder, evaluation: try ServiceEvaluation.evaluate(found, trees, known: services[folder]))
            )
        }
        let added = news.count { $0.evaluation != nil && services[$0.folder] == nil }
        guard services.count + added <= TreeLimits.services else {
            throw SourceFailure(
                "the source defines more than \(TreeLimits.services) services; split it, or set a narrower \"path\""
            )
        }
        return news
    }

    /// - Returns: Whether the outcome is another.
    private func take(_ folder: TreePath, _ evaluation: ServiceEvaluation?) -> Bool {
        let old = services[folder]
        if let old { places.remove(folder, old.dependencies) }
        services[folder] = evaluation
        if let evaluation { places.add(folder, evaluation.dependencies) }
        guard old?.outcome != evaluation?.outcome else { return false }
        definitions[folder.repositoryPath(below: base)] = evaluation?.outcome
        return true
    }
}
