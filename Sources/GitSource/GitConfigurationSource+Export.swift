package import Domain
internal import Platform

extension GitConfigurationSource {
    package func export(_ order: Deployment.Order, into folder: String) async throws {
        Libgit2.ignoreConfiguration()
        do {
            try write(order, into: folder)
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            store.reopen()
            for name in try Folder.names(in: folder) { try FolderRemoval.remove("\(folder)/\(name)") }
            try write(order, into: folder)
        }
    }

    private func write(_ order: Deployment.Order, into folder: String) throws {
        let trees = try trees(of: order)
        let coverage = try coverage(of: order, in: trees)
        let digest = try ServiceDigest.compute(coverage, order.definition.data)
        guard digest == order.digest || order.digest.scheme != Digest.currentScheme else {
            throw SourceFailure(
                "\(url): \(order.folder) at \(order.revision.short) has the digest \(digest.short), "
                    + "and \(order.digest.short) is to be deployed"
            )
        }
        try Exporter.write(coverage, of: trees, to: folder)
    }

    private func trees(of order: Deployment.Order) throws -> RevisionTrees {
        let repository = try store.repository()
        guard let commit = ObjectID(order.revision), repository.has(commit) else {
            throw SourceFailure(
                "\(url): the clone has no revision \(order.revision) any more; "
                    + "the remote was rewritten, and its history with it"
            )
        }
        return RevisionTrees(root: try root(of: commit).1, base: path, store: store, facts: FolderFacts(store))
    }

    private func coverage(of order: Deployment.Order, in trees: RevisionTrees) throws -> Coverage {
        guard let folder = TreePath(order.folder, below: path), let tree = try trees.entry(at: folder),
            tree.mode == .folder
        else { throw SourceFailure("\(url): there is no folder \(order.folder) at \(order.revision.short)") }
        let coverage = try CoverageFinder.find(DecodedDefinition(order.definition), in: folder, tree.id, trees)
        if let problem = coverage.problems.first { throw SourceFailure("\(url): \(problem)") }
        return coverage
    }
}

extension DecodedDefinition {
    /// A definition whose file is not at hand: every position is the file's beginning.
    fileprivate init(_ definition: ServiceDefinition) {
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
