internal import Domain

/// Finds everything that a service covers, by its definition and the trees of the revision.
struct CoverageFinder {
    let trees: RevisionTrees
    let folder: TreePath
    private let folderID: ObjectID
    private let file: RepositoryPath
    private(set) var entries: Set<CoveredEntry> = []
    private(set) var dependencies: Set<Dependency> = []
    private(set) var problems: [Problem] = []

    /// What the service in `folder`, whose tree is `folderID`, covers.
    static func find(
        _ decoded: DecodedDefinition,
        in folder: TreePath,
        _ folderID: ObjectID,
        _ trees: RevisionTrees
    ) throws -> Coverage {
        var finder = CoverageFinder(trees: trees, folder: folder, folderID: folderID)
        try finder.coverAll(decoded)
        return try finder.coverage()
    }

    private init(trees: RevisionTrees, folder: TreePath, folderID: ObjectID) {
        self.trees = trees
        self.folder = folder
        self.folderID = folderID
        file = trees.place(folder).appending(DefinitionDecoder.fileName)
    }

    private mutating func coverAll(_ decoded: DecodedDefinition) throws {
        dependencies.insert(.everything(folder))
        let definition = decoded.definition
        switch definition.action {
        case .script(let path): try coverScript(path, decoded.pathPositions.action)
        case .playbook(let playbook): try coverPlaybook(playbook, decoded.pathPositions)
        }
        for (path, position) in zip(definition.watch, decoded.pathPositions.watch) {
            try cover(path, NamedPath(key: "watch", position: position))
        }
    }

    private func coverage() throws -> Coverage {
        let own = try trees.facts.facts(folderID, .ownService)
        var examination = CoverageExamination(trees)
        try examination.examine(own, in: folder)
        for entry in entries { try examination.examine(entry) }
        let examined = examination.problems.sorted { $0.description < $1.description }
        let tooMany =
            examination.files > TreeLimits.files
            ? [Problem(.invalidContent, path: file, message: "the service covers more than \(TreeLimits.files) files")]
            : []
        return Coverage(
            folder: folder,
            folderID: folderID,
            ownHash: own.hash,
            entries: try CoverageReduction(folder: folder, trees: trees).reduce(entries),
            dependencies: dependencies.union(examination.dependencies),
            problems: problems + examined.filter { !problems.contains($0) } + tooMany
        )
    }

    /// A path that the definition names.
    struct NamedPath {
        let key: String
        let position: TextPosition
    }

    /// Covers what the path leads to, and the links on the way.
    @discardableResult
    mutating func cover(_ path: RelativePath, _ named: NamedPath) throws -> CoveredEntry? {
        guard let place = trees.place(folder).resolving(path, within: trees.base),
            let target = TreePath(place, below: trees.base)
        else {
            report("\"\(path)\" leaves the source's path", named)
            return nil
        }
        switch try follow(target) {
        case .found(let entry, let links):
            take(entry, links)
            return entry
        case .missing(let path): report("there is no \(trees.place(path)) in the repository", named)
        case .blocked(let path): report("\(trees.place(path)) is no folder", named)
        case .outside(let link): report("the link \(trees.place(link)) leaves the source's path", named)
        case .absolute(let link): report("the link \(trees.place(link)) names an absolute path", named)
        case .looping(let link): report("the link \(trees.place(link)) leads nowhere", named)
        }
        return nil
    }

    mutating func follow(_ path: TreePath) throws -> Landing {
        var walk = LinkWalk(path.components, root: trees.root, in: trees.store, lookup: trees.lookup)
        let landing = try walk.run()
        depend(on: .everything(path))
        for place in walk.consulted { depend(on: .entry(place)) }
        return landing
    }

    mutating func take(_ entry: CoveredEntry, _ links: [CoveredEntry]) {
        entries.formUnion(links + [entry])
        depend(on: .everything(entry.path))
    }

    /// The service's own folder is looked at anyway.
    mutating func depend(on dependency: Dependency) {
        if !dependency.path.isWithin(folder) { dependencies.insert(dependency) }
    }

    mutating func report(_ message: String, _ named: NamedPath) {
        problems.append(
            Problem(.invalidContent, path: file, position: named.position, message: "\"\(named.key)\": \(message)")
        )
    }

    mutating func report(_ message: String, at path: TreePath) {
        problems.append(Problem(.invalidContent, path: trees.place(path), message: message))
    }
}
