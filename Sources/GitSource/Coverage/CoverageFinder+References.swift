internal import Domain

/// What is covered because something that is covered names it.
extension CoverageFinder {
    /// What the `ansible.cfg` of `folder` names; what is not in the source is the machine's.
    mutating func coverNamed(in configuration: CoveredEntry, of folder: TreePath) throws {
        guard scheme.followsReferences, configuration.mode.isFile else { return }
        for named in try trees.facts.texts.named(in: configuration.id) {
            guard let place = folder.resolving(named.path) else { continue }
            switch named.kind {
            case .content: try coverFound(at: place)
            case .collections: try coverFound(at: Self.collections(in: place))
            case .inventory:
                guard let entry = try coverFound(at: place), entry.mode.isFile else { continue }
                for folder in try foldersBeside(place, entry) { try coverContent(of: folder) }
            }
        }
    }

    private static func collections(in folder: TreePath) -> TreePath {
        let name = Array("ansible_collections".utf8)
        return folder.name.elementsEqual(name) ? folder : folder.appending(name)
    }

    /// The playbooks that a playbook imports, those that these import, and what is beside each.
    ///
    /// - `folder`: Where the playbook is, as it is named.
    mutating func coverImports(of playbook: CoveredEntry, from folder: TreePath) throws {
        guard scheme.followsReferences else { return }
        var seen: Set<TreePath> = []
        var pending = [(playbook, folder)]
        while let (playbook, folder) = pending.popLast() {
            guard playbook.mode.isFile else { continue }
            for name in try trees.facts.texts.imports(of: playbook.id) {
                guard let place = folder.resolving(name), seen.insert(place).inserted else { continue }
                guard seen.count <= PlaybookImports.limit else {
                    return report("more than \(PlaybookImports.limit) playbooks are imported", at: playbook.path)
                }
                guard let entry = try coverFound(at: place) else { continue }
                let folders = try foldersBeside(place, entry)
                for folder in folders { try coverContent(of: folder) }
                if let nearest = folders.first { pending.append((entry, nearest)) }
            }
        }
    }

    /// Looks into everything that is covered, and covers what its links lead to.
    ///
    /// - Returns: What is wrong with it.
    mutating func examineAll() throws -> Set<Problem> {
        var problems: Set<Problem> = []
        var folders = Set(entries.filter { $0.mode == .folder }.map(\.path))
        var pending = [Covered.own(folder, folderID)] + entries.sorted { $0.path < $1.path }.map(Covered.entry)
        while let covered = pending.popLast() {
            let findings = try trees.examinations.examine(covered, trees)
            problems.formUnion(findings.problems)
            take(findings)
            guard scheme.followsReferences, pay(findings.steps, at: covered) else { continue }
            for entry in findings.targets.sorted(by: { $0.path < $1.path }) where try !isKnown(entry, folders) {
                take(entry, [])
                if entry.mode == .folder { folders.insert(entry.path) }
                pending.append(.entry(entry))
            }
        }
        return problems
    }

    /// Whether it is covered already, alone or with a folder that holds it.
    private func isKnown(_ entry: CoveredEntry, _ folders: Set<TreePath>) throws -> Bool {
        if entry.path == folder || entries.contains(entry) { return true }
        let reduction = CoverageReduction(folder: folder, trees: trees)
        return try reduction.isBelow(folders, entry.path) || reduction.isOwn(entry)
    }
}
