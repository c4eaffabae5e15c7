internal import Domain

/// Looks for what a service cannot cover: submodules, Git LFS pointers, links that leave the source.
struct CoverageExamination {
    private let trees: RevisionTrees
    private(set) var problems: Set<Problem> = []
    private(set) var dependencies: Set<Dependency> = []
    private(set) var files = 0

    init(_ trees: RevisionTrees) {
        self.trees = trees
    }

    mutating func examine(_ entry: CoveredEntry) throws {
        switch entry.mode {
        case .folder: try examine(try trees.facts.facts(entry.id, .everything), in: entry.path)
        case .submodule: report(.submodule, at: entry.path)
        case .file, .executable:
            if try trees.facts.isLargeFilePointer(entry.id) { report(.largeFilePointer, at: entry.path) }
        case .link: break
        }
    }

    mutating func examine(_ facts: FolderFacts.Facts, in folder: TreePath) throws {
        let (sum, overflow) = files.addingReportingOverflow(facts.files)
        files = overflow ? .max : sum
        if facts.hasMoreOddities {
            report("the folder holds more than \(TreeLimits.oddities) links, too many to be checked", at: folder)
        }
        for oddity in facts.oddities {
            let path = folder.appending(oddity.path)
            if oddity.kind == .link { try examineLink(path) } else { report(oddity.kind, at: path) }
        }
    }

    private mutating func examineLink(_ path: TreePath) throws {
        var walk = LinkWalk(path.components, root: trees.root, in: trees.store, lookup: trees.lookup)
        let landing = try walk.run()
        for place in walk.consulted { dependencies.insert(.entry(place)) }
        switch landing {
        case .found, .missing, .blocked: break
        case .outside: report("the link leaves the source's path", at: path)
        case .absolute:
            report("the link names an absolute path; only relative ones stay inside of the source", at: path)
        case .looping: report("the link leads nowhere", at: path)
        }
    }

    private mutating func report(_ kind: FolderFacts.Oddity.Kind, at path: TreePath) {
        switch kind {
        case .link: break
        case .submodule: report("a submodule cannot be covered; put the files themselves into the repository", at: path)
        case .largeFilePointer:
            report("a Git LFS pointer cannot be covered; put the file itself into the repository", at: path)
        case .unusableName: report("the name cannot be that of a file, or is there twice", at: path)
        case .tooDeep: report("folders are nested deeper than \(TreeLimits.depth) levels", at: path)
        }
    }

    private mutating func report(_ message: String, at path: TreePath) {
        problems.insert(Problem(.invalidContent, path: trees.place(path), message: message))
    }
}
