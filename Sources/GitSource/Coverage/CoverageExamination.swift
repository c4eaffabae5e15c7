internal import Domain

/// Something that a service covers, to be looked at.
enum Covered: Hashable {
    /// The service's own folder, without the services in it.
    case own(TreePath, ObjectID)
    case entry(CoveredEntry)

    var path: TreePath {
        switch self {
        case .own(let folder, _): folder
        case .entry(let entry): entry.path
        }
    }
}

/// What was looked for in what services cover; looked for once, however many services cover it.
final class Examinations {
    private var known: [Covered: Findings] = [:]

    struct Findings {
        fileprivate(set) var problems: Set<Problem> = []
        fileprivate(set) var dependencies: Set<Dependency> = []
        /// What its links lead to, and the links on the ways there.
        fileprivate(set) var targets: Set<CoveredEntry> = []
        /// See ``LinkWays/Way/passages``.
        fileprivate(set) var passages: Set<TreePath> = []
        /// What following its links has cost.
        fileprivate(set) var steps: Int64 = 0
    }

    func examine(_ covered: Covered, _ trees: RevisionTrees) throws -> Findings {
        if let findings = known[covered] {
            let cost = Int64(findings.dependencies.count + findings.targets.count)
            try trees.store.meter.spend(linkSteps: cost, at: "a folder that several services cover")
            return findings
        }
        let findings = try CoverageExamination.examine(covered, trees)
        known[covered] = findings
        return findings
    }
}

/// Looks for what a service cannot cover: submodules, Git LFS pointers, links that leave the source.
private struct CoverageExamination {
    private let trees: RevisionTrees
    private var findings = Examinations.Findings()

    static func examine(_ covered: Covered, _ trees: RevisionTrees) throws -> Examinations.Findings {
        var examination = CoverageExamination(trees: trees)
        switch covered {
        case .own(let folder, let id): try examination.examine(id, .ownService, in: folder)
        case .entry(let entry): try examination.examine(entry)
        }
        return examination.findings
    }

    private init(trees: RevisionTrees) {
        self.trees = trees
    }

    private mutating func examine(_ entry: CoveredEntry) throws {
        switch entry.mode {
        case .folder: try examine(entry.id, .everything, in: entry.path)
        case .submodule: report(.submodule, at: entry.path)
        case .file, .executable:
            if let kind = try trees.facts.oddity(ofFile: entry.id) { report(kind, at: entry.path) }
        case .link: break
        }
    }

    private mutating func examine(_ id: ObjectID, _ scope: FolderFacts.Scope, in folder: TreePath) throws {
        let facts = try trees.facts.facts(id, scope)
        guard facts.oddities > 0 else { return }
        if facts.oddities > TreeLimits.oddities {
            report("the folder holds more than \(TreeLimits.oddities) links, too many to be checked", at: folder)
        }
        for oddity in try trees.facts.oddities(of: id, scope) {
            let path = folder.appending(oddity.path)
            if oddity.kind == .link { try examineLink(path) } else { report(oddity.kind, at: path) }
            guard findings.steps <= trees.limits.links else {
                return report(LinkWays.excess(trees.limits.links), at: path)
            }
        }
    }

    private mutating func examineLink(_ path: TreePath) throws {
        let way = try trees.ways.way(along: path)
        findings.steps += way.steps
        findings.passages.formUnion(way.passages)
        for place in way.consulted { findings.dependencies.insert(.entry(place)) }
        switch way.landing {
        case .found(let target, let links): findings.targets.formUnion(links + [target])
        case .missing, .blocked, .tooFar: break
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
        case .tooLarge(let size):
            let limit = trees.limits.fileBytes
            report("the file has \(size) bytes, more than \(limit); \(BudgetLimit.fileBytes.advice)", at: path)
        }
    }

    private mutating func report(_ message: String, at path: TreePath) {
        guard findings.problems.count < DefinitionLimits.problems else { return }
        findings.problems.insert(Problem(.invalidContent, path: trees.place(path), message: message))
    }
}
