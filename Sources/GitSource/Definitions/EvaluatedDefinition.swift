internal import Domain

/// What one definition file comes to in one revision, and what that depends on.
struct EvaluatedDefinition {
    /// The file's object, so that it is not read again while it stays the same.
    let file: ObjectID
    let mode: EntryMode
    let decoding: DefinitionDecoding
    let outcome: DefinitionFile
    let dependencies: Set<Dependency>
    /// The bytes of a definition that is kept.
    let size: Int

    /// What is at `folder`; nil if nothing is defined there.
    ///
    /// What `known` has read of the same folder in another revision is not read again.
    static func evaluate(
        at folder: TreePath,
        _ trees: RevisionTrees,
        known: EvaluatedDefinition?
    ) throws -> EvaluatedDefinition? {
        guard let entry = try trees.entry(at: folder) else { return nil }
        switch entry.mode {
        case .submodule: return try UncoveredSubmodule.evaluate(entry, at: folder, trees)
        case .file, .executable, .link: return nil
        case .folder:
            guard let file = try trees.store.tree(entry.id).definition else { return nil }
            let found = DefinitionScan.Found(folder: folder, folderID: entry.id, file: file)
            return try evaluate(found, trees, known: known)
        }
    }

    /// What the definition file comes to; what `known` has read of it is not read again.
    static func evaluate(
        _ found: DefinitionScan.Found,
        _ trees: RevisionTrees,
        known: EvaluatedDefinition?
    ) throws -> EvaluatedDefinition {
        let isKnown = known?.file == found.file.id && known?.mode == found.file.mode
        let decoding: DefinitionDecoding =
            if isKnown, let known { known.decoding } else {
                try DefinitionReading.read(found.file, in: found.folder, trees)
            }
        let (outcome, dependencies) = try judge(decoding, found, trees)
        return EvaluatedDefinition(
            file: found.file.id,
            mode: found.file.mode,
            decoding: decoding,
            outcome: outcome,
            dependencies: dependencies,
            size: decoding.size
        )
    }

    private static func judge(
        _ decoding: DefinitionDecoding,
        _ found: DefinitionScan.Found,
        _ trees: RevisionTrees
    ) throws -> (DefinitionFile, Set<Dependency>) {
        switch decoding {
        case .problems(let name, let problems):
            return (.broken(name: name, problems: problems), [.everything(found.folder)])
        case .decoded(let decoded):
            let coverage = try CoverageFinder.find(decoded, in: found.folder, found.folderID, trees)
            guard coverage.problems.isEmpty else {
                let name = decoded.definition.name
                return (.broken(name: name, problems: coverage.problems), coverage.dependencies)
            }
            let desired = DesiredService(
                folder: trees.place(found.folder),
                definition: decoded.definition,
                digest: try ServiceDigest.compute(coverage, decoded.definition.data),
                positions: decoded.positions
            )
            return (.valid(desired), coverage.dependencies)
        }
    }
}

extension DefinitionDecoding {
    /// As it is kept; of a broken file hardly anything is.
    fileprivate var size: Int {
        guard case .decoded(let decoded) = self else { return 0 }
        return decoded.definition.text.text.utf8.count
    }
}
