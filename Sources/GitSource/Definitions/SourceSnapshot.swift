internal import Domain

/// Everything that is known of the revision of a source that was read last; reading the next one costs what changed.
final class SourceSnapshot {
    private let base: RepositoryPath
    private let budget: ReadingBudget
    private let store: MeteredStore
    private let facts: FolderFacts
    private let places = PlaceIndex()
    private var services: [TreePath: EvaluatedDefinition] = [:]
    private var root: ObjectID?
    /// Of all definitions together.
    private var definitionBytes: Int64 = 0
    /// The definition files of the revision that was read last.
    private(set) var definitions = DefinitionIndex()

    /// A snapshot of nothing; `base` is where the source's path is in the repository.
    init(base: RepositoryPath, store: any ObjectStore, budget: ReadingBudget = ReadingBudget()) {
        self.base = base
        self.budget = budget
        self.store = MeteredStore(store, BudgetMeter(budget, share: ReadingBudget.share))
        facts = FolderFacts(self.store, fileBytes: budget.fileBytes)
    }

    /// Reads the revision whose tree at the source's path is `tree`.
    ///
    /// - `deadline`: When its time is over; by default the budget's from now on.
    /// - `large`: What it needs if it turns out to be large; nil if it waits for nobody.
    ///
    /// When it throws, the snapshot is what it was: also ``SourceFailure`` when the budget is used up, and
    /// `CancellationError` when nobody waits for it any more.
    ///
    /// - Returns: The folders whose outcome is another than in the revision before; nil if there was none.
    func read(
        _ tree: ObjectID,
        until deadline: Int64? = nil,
        large: LargeReading? = nil
    ) throws -> Set<RepositoryPath>? {
        defer { facts.trim() }
        store.meter = BudgetMeter(budget, share: ReadingBudget.share, until: deadline, large: large)
        let trees = RevisionTrees(root: tree, base: base, store: store, facts: facts)
        guard let root, let changed = try TreeChanges.between(root, tree, in: store) else {
            try readEverything(trees)
            return nil
        }
        let news = try evaluate(try candidates(changed, trees), trees)
        try checkNumber(news)
        try checkSize(news)
        self.root = tree
        return Set(news.compactMap { take($0.folder, $0.evaluated) ? trees.place($0.folder) : nil })
    }

    private struct News {
        let folder: TreePath
        /// Nil if the folder defines nothing any more.
        let evaluated: EvaluatedDefinition?
    }

    private func readEverything(_ trees: RevisionTrees) throws {
        let scan = try DefinitionScan.find(in: trees.root, store)
        var news: [News] = []
        for file in scan.found {
            news.append(
                News(
                    folder: file.folder,
                    evaluated: try EvaluatedDefinition.evaluate(file, trees, known: services[file.folder])
                )
            )
        }
        news += try evaluate(scan.submodules, trees)
        let gone = Set(services.keys).subtracting(news.map(\.folder))
        try checkSize(news + gone.map { News(folder: $0, evaluated: nil) })
        for folder in gone { _ = take(folder, nil) }
        for one in news { _ = take(one.folder, one.evaluated) }
        root = trees.root
    }

    /// The folders whose evaluation may have changed with these places.
    private func candidates(_ changed: [TreePath], _ trees: RevisionTrees) throws -> Set<TreePath> {
        var folders: Set<TreePath> = []
        for path in changed {
            folders.formUnion(places.services(concernedBy: path))
            let entry = try trees.entry(at: path)
            if path.name.elementsEqual(TreeEntry.definitionName), let parent = path.parent {
                folders.insert(parent)
                // Its submodules may be nobody's now.
                if entry?.isDefinition != true { folders.formUnion(try everything(in: parent, trees)) }
            }
            if entry?.mode == .submodule { folders.insert(path) }
            if entry?.hasUsableName == true { folders.formUnion(try everything(in: path, trees)) }
        }
        return folders
    }

    /// All that is to be evaluated in a folder; nothing if it is none.
    private func everything(in folder: TreePath, _ trees: RevisionTrees) throws -> Set<TreePath> {
        guard let entry = try trees.entry(at: folder), entry.mode == .folder else { return [] }
        let isInService = try trees.isInService(folder)
        let scan = try DefinitionScan.find(in: entry.id, at: folder, isInService: isInService, store)
        return Set(scan.found.map(\.folder) + scan.submodules)
    }

    private func evaluate(_ folders: some Sequence<TreePath>, _ trees: RevisionTrees) throws -> [News] {
        try folders.sorted().map { folder in
            let evaluated = try EvaluatedDefinition.evaluate(at: folder, trees, known: services[folder])
            return News(folder: folder, evaluated: evaluated)
        }
    }

    /// - Throws: ``SourceFailure`` if with these there are too many services.
    private func checkNumber(_ news: [News]) throws {
        let added = news.count { $0.evaluated != nil && services[$0.folder] == nil }
        guard services.count + added <= TreeLimits.services else {
            throw SourceFailure(
                "the source defines more than \(TreeLimits.services) services; split it, or set a narrower \"path\""
            )
        }
    }

    /// - Throws: ``SourceFailure`` if with these all definitions are too large together.
    private func checkSize(_ news: [News]) throws {
        let sum = news.reduce(definitionBytes) { $0 + size($1.evaluated) - size(services[$1.folder]) }
        guard sum > budget.definitionBytes, let largest = news.max(by: { size($0.evaluated) < size($1.evaluated) })
        else { return }
        let place = largest.folder.repositoryPath(below: base).description
        throw SourceFailure(BudgetMeter.tooLarge(sum, budget.definitionBytes, at: place))
    }

    private func size(_ evaluated: EvaluatedDefinition?) -> Int64 { Int64(evaluated?.size ?? 0) }

    /// - Returns: Whether the outcome is another.
    private func take(_ folder: TreePath, _ evaluated: EvaluatedDefinition?) -> Bool {
        let old = services[folder]
        if let old { places.remove(folder, old.dependencies) }
        services[folder] = evaluated
        definitionBytes += size(evaluated) - size(old)
        if let evaluated { places.add(folder, evaluated.dependencies) }
        guard old?.outcome != evaluated?.outcome else { return false }
        definitions[folder.repositoryPath(below: base)] = evaluated?.outcome
        return true
    }
}
