/// How much an export of a service writes.
struct CoverageAmount {
    private(set) var entries: Part
    private(set) var bytes: Part

    /// A sum, and the place that adds most to it.
    struct Part {
        private(set) var sum: Int64
        private var most: Int64
        private(set) var place: TreePath

        fileprivate init(_ count: Int64, at place: TreePath) {
            (sum, most, self.place) = (count, count, place)
        }

        fileprivate mutating func add(_ count: Int64, at place: TreePath) {
            sum = sum.plus(count)
            if count > most { (most, self.place) = (count, place) }
        }

        var text: String { sum == .max ? "countless" : String(sum) }
    }

    /// Of the folder's own content, and of entries that do not overlap with it or each other.
    static func of(
        _ covered: [CoveredEntry],
        besides own: FolderFacts.Facts,
        in folder: TreePath,
        _ trees: RevisionTrees
    ) throws -> CoverageAmount {
        var amount = CoverageAmount(
            entries: Part(own.entries, at: folder),
            bytes: Part(own.bytes, at: folder)
        )
        for entry in covered { try amount.add(entry, trees) }
        return amount
    }

    private mutating func add(_ entry: CoveredEntry, _ trees: RevisionTrees) throws {
        switch entry.mode {
        case .folder:
            let facts = try trees.facts.facts(entry.id, .everything)
            entries.add(facts.entries.plus(1), at: entry.path)
            bytes.add(facts.bytes, at: entry.path)
        case .file, .executable:
            entries.add(1, at: entry.path)
            bytes.add(Int64(try trees.facts.size(ofFile: entry.id)), at: entry.path)
        case .link, .submodule: entries.add(1, at: entry.path)
        }
    }

    /// What is wrong with it; one sentence for each limit that it breaks.
    func excess(_ trees: RevisionTrees) -> [String] {
        let limits = trees.limits
        var found: [String] = []
        if entries.sum > limits.entries {
            found.append(
                "the service covers \(entries.text) files and folders, most of them in \(trees.place(entries.place)); "
                    + "at most \(limits.entries) are exported; \(BudgetLimit.entries.advice)"
            )
        }
        if bytes.sum > limits.bytes {
            found.append(
                "the service covers \(bytes.text) bytes, most of them in \(trees.place(bytes.place)); "
                    + "at most \(limits.bytes) are exported; \(BudgetLimit.bytes.advice)"
            )
        }
        return found
    }
}
