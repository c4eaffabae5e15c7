internal import Domain
internal import Platform

/// One export of one service: on a thread and with an open clone of its own, so that nobody waits for it.
actor RevisionExport {
    private let source: GitSourceConfiguration
    private let store: CloneStore
    private let executor: BlockingExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        self.source = source
        store = CloneStore(path: CloneFolder(of: source).repository)
        executor = BlockingExecutor(label: "export \(source.name)")
    }

    /// Writes what the order covers into the empty folder, or nothing.
    ///
    /// - Throws: ``SourceFailure``, or `CancellationError`, after which what was written is left to be removed with the
    ///   folder.
    func write(_ order: Deployment.Order, into folder: String) throws {
        do {
            try writeOnce(order, into: folder)
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            store.reopen()
            try empty(folder)
            try writeOrEmpty(order, into: folder)
        }
    }

    private func writeOnce(_ order: Deployment.Order, into folder: String) throws {
        do {
            try fill(folder, with: order)
        } catch let failure as SourceFailure {
            try empty(folder)
            throw failure
        }
    }

    private func writeOrEmpty(_ order: Deployment.Order, into folder: String) throws {
        do {
            try writeOnce(order, into: folder)
        } catch let error as GitError {
            try empty(folder)
            throw error
        }
    }

    private func empty(_ folder: String) throws {
        for name in try Folder.names(in: folder) { try FolderRemoval.remove("\(folder)/\(name)") }
    }

    private func fill(_ folder: String, with order: Deployment.Order) throws {
        let trees = try trees(of: order)
        let coverage = try coverage(of: order, in: trees)
        let digest = try ServiceDigest.compute(coverage, order.definition.data)
        guard digest == order.digest || order.digest.scheme != Digest.currentScheme else {
            throw SourceFailure(
                "\(source.url): \(order.folder) at \(order.revision.short) has the digest \(digest.short), "
                    + "and \(order.digest.short) is to be deployed"
            )
        }
        try Exporter.write(coverage, of: trees, to: folder, leaving: source.freeBytes)
    }

    private func trees(of order: Deployment.Order) throws -> RevisionTrees {
        let repository = try store.repository()
        guard let commit = ObjectID(order.revision), repository.has(commit) else {
            throw SourceFailure(
                "\(source.url): the clone has no revision \(order.revision) any more; "
                    + "the remote was rewritten, and its history with it"
            )
        }
        let metered = MeteredStore(store, BudgetMeter(source.budget, share: ReadingBudget.share))
        return RevisionTrees(
            root: try RevisionRoot.find(source, at: commit, in: store).tree,
            base: source.path,
            store: metered,
            facts: FolderFacts(metered, fileBytes: source.budget.fileBytes)
        )
    }

    private func coverage(of order: Deployment.Order, in trees: RevisionTrees) throws -> Coverage {
        guard let folder = TreePath(order.folder, below: source.path), let tree = try trees.entry(at: folder),
            tree.mode == .folder
        else { throw SourceFailure("\(source.url): there is no folder \(order.folder) at \(order.revision.short)") }
        let coverage = try CoverageFinder.find(DecodedDefinition(order.definition), in: folder, tree.id, trees)
        if let problem = coverage.problems.first { throw SourceFailure("\(source.url): \(problem)") }
        return coverage
    }
}

extension DecodedDefinition {
    /// A definition whose file is not at hand: every position is the file's beginning.
    init(_ definition: ServiceDefinition) {
        let start = TextPosition(line: 1, column: 1)
        var inventory: [TextPosition] = []
        if case .playbook(let playbook) = definition.action { inventory = playbook.inventory.map { _ in start } }
        self.init(
            definition: definition,
            positions: DesiredService.Positions(name: start, dependsOn: definition.dependsOn.map { _ in start }),
            pathPositions: PathPositions(
                action: start,
                inventory: inventory,
                watch: definition.watch.map { _ in start }
            )
        )
    }
}
