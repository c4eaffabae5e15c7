internal import Domain

/// Finds everything that a service covers, by its definition and the trees of the revision.
struct CoverageFinder {
    let trees: RevisionTrees
    let folder: TreePath
    let folderID: ObjectID
    let scheme: DigestScheme
    private let file: RepositoryPath
    private(set) var entries: Set<CoveredEntry> = []
    private(set) var passages: Set<TreePath> = []
    private(set) var dependencies: Set<Dependency> = []
    private(set) var problems: [Problem] = []
    /// The folders in which what Ansible finds by itself was looked for.
    private var searched: Set<TreePath> = []
    /// What following the paths has cost so far.
    private var steps: Int64 = 0
    private var isTooFar = false

    /// What the service in `folder`, whose tree is `folderID`, covers by a scheme.
    static func find(
        _ decoded: DecodedDefinition,
        in folder: TreePath,
        _ folderID: ObjectID,
        _ trees: RevisionTrees,
        by scheme: DigestScheme = .current
    ) throws -> Coverage {
        var finder = CoverageFinder(trees: trees, folder: folder, folderID: folderID, scheme: scheme)
        try finder.coverAll(decoded)
        return try finder.coverage()
    }

    private init(trees: RevisionTrees, folder: TreePath, folderID: ObjectID, scheme: DigestScheme) {
        self.trees = trees
        self.folder = folder
        self.folderID = folderID
        self.scheme = scheme
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

    private mutating func coverage() throws -> Coverage {
        let own = try trees.facts.facts(folderID, .ownService)
        let found = try examineAll().subtracting(problems)
        let reduced = try CoverageReduction(folder: folder, trees: trees).reduce(entries)
        let amount = try CoverageAmount.of(reduced, besides: own, in: folder, trees)
        let tooMuch = amount.excess(trees).map { Problem(.invalidContent, path: file, message: $0) }
        let all = problems + tooMuch + found.sorted { $0.description < $1.description }
        return Coverage(
            folder: folder,
            folderID: folderID,
            ownHash: own.hash,
            entries: reduced,
            passages: passages,
            dependencies: dependencies,
            problems: Array(all.prefix(DefinitionLimits.problems)),
            amount: amount
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
        case .tooFar(let place): reportFarWay(place)
        }
        return nil
    }

    mutating func follow(_ path: TreePath) throws -> Landing {
        depend(on: .everything(path))
        guard steps <= trees.limits.links else { return .tooFar(path) }
        let way = try trees.ways.way(along: path)
        for place in way.consulted { depend(on: .entry(place)) }
        passages.formUnion(way.passages)
        steps += way.steps
        return steps <= trees.limits.links ? way.landing : .tooFar(path)
    }

    mutating func take(_ entry: CoveredEntry, _ links: [CoveredEntry]) {
        entries.formUnion(links + [entry])
        depend(on: .everything(entry.path))
    }

    /// What was found in something that is covered.
    mutating func take(_ findings: Examinations.Findings) {
        dependencies.formUnion(findings.dependencies)
        passages.formUnion(findings.passages)
    }

    /// Counts what following the links in something has cost.
    ///
    /// - Returns: Whether that is little enough; what is too much alone was reported when it was found.
    mutating func pay(_ count: Int64, at covered: Covered) -> Bool {
        steps += count
        guard steps > trees.limits.links else { return true }
        if count > trees.limits.links { isTooFar = true }
        reportFarWay(covered.path)
        return false
    }

    /// - Returns: Whether what Ansible finds in the folder was not looked for before.
    mutating func search(_ folder: TreePath) -> Bool {
        depend(on: .surroundings(folder))
        return searched.insert(folder).inserted
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

    /// Whatever comes after it is not followed either, and not reported again.
    mutating func reportFarWay(_ place: TreePath) {
        guard !isTooFar else { return }
        isTooFar = true
        report(LinkWays.excess(trees.limits.links), at: place)
    }

    mutating func report(_ message: String, at path: TreePath) {
        problems.append(Problem(.invalidContent, path: trees.place(path), message: message))
    }
}
