internal import Domain
internal import Platform

/// Exports of services, one at a time: on a thread and with an open clone of their own, so that nobody waits for them.
actor RevisionExport {
    private let clone: CloneReader
    private let executor: BlockingExecutor
    private var source: GitSourceConfiguration { clone.source }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        clone = CloneReader(source)
        executor = BlockingExecutor(label: "export \(source.name)")
    }

    /// Writes what the order covers into the empty folder, or nothing.
    ///
    /// - Throws: ``SourceFailure``, or `CancellationError`, after which what was written is left to be removed with the
    ///   folder.
    func write(_ order: Deployment.Order, into folder: String) async throws {
        defer { clone.store.letGoOfTrees() }
        try await clone.retrying { try await writeOrEmpty(order, into: folder) }
    }

    private func writeOrEmpty(_ order: Deployment.Order, into folder: String) async throws {
        do {
            let (trees, coverage) = try await LargeReading.run(.largeExports) { try examine(order, $0) }
            try Exporter.write(coverage, of: trees, to: folder, leaving: source.freeBytes)
        } catch let error where !(error is CancellationError) {
            try empty(folder)
            throw error
        }
    }

    private func empty(_ folder: String) throws {
        for name in try Folder.names(in: folder) {
            do {
                try FolderRemoval.remove("\(folder)/\(name)") { !Task.isCancelled }
            } catch {
                try Task.checkCancellation()
                throw error
            }
        }
    }

    /// What is to be written.
    private func examine(
        _ order: Deployment.Order,
        _ large: LargeReading
    ) throws -> (trees: RevisionTrees, coverage: Coverage) {
        let repository = try clone.store.repository()
        guard let commit = ObjectID(order.revision), repository.has(commit) else {
            throw SourceFailure(
                "\(source.url): the clone has no revision \(order.revision) any more; "
                    + "the remote was rewritten, and its history with it"
            )
        }
        let trees = clone.trees(of: try RevisionRoot.find(source, at: commit, in: clone.store).tree, large)
        let coverage = try coverage(of: order, in: trees)
        try check(try ServiceDigest.compute(coverage, order.definition.data), of: order)
        trees.store.meter.isWriting = true
        return (trees, coverage)
    }

    private func check(_ digest: Digest, of order: Deployment.Order) throws {
        guard digest == order.digest || order.digest.scheme != Digest.currentScheme else {
            throw SourceFailure(
                "\(source.url): \(order.folder) at \(order.revision.short) has the digest \(digest.short), "
                    + "and \(order.digest.short) is to be deployed"
            )
        }
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
        var (inventory, variables, requirements): ([TextPosition], [TextPosition], [TextPosition]) = ([], [], [])
        if case .playbook(let playbook) = definition.action {
            inventory = playbook.inventory.map { _ in start }
            variables = playbook.extraVariablesFiles.map { _ in start }
            requirements = (playbook.requirements ?? []).map { _ in start }
        }
        self.init(
            definition: definition,
            positions: DesiredService.Positions(name: start, dependsOn: definition.dependsOn.map { _ in start }),
            pathPositions: PathPositions(
                action: start,
                inventory: inventory,
                extraVariablesFiles: variables,
                requirements: requirements,
                watch: definition.watch.map { _ in start }
            )
        )
    }
}
