package import Domain

/// What there is in a repository of playbooks on this machine, whether it defines services or not.
package struct LocalLayout: Sendable {
    /// Every file below the source's path; links count as what they lead to.
    package var files: Set<RepositoryPath> = []
    /// Every folder.
    package var folders: Set<RepositoryPath> = []
    /// Every playbook, with the playbooks that it imports.
    package var playbooks: [RepositoryPath: [RepositoryPath]] = [:]
    /// The folders with an `ansible.cfg`, and the inventories that it names in the source, there or not.
    package var configurations: [RepositoryPath: [RepositoryPath]] = [:]

    package init() {}
}

extension LocalRepository {
    /// What there is in the files or the revision that were read last.
    ///
    /// Playbooks are found by their lines, and not in folders whose YAML is something else (`roles`, `tasks`, …), of tests
    /// (`molecule`, `tests`), or with a dot before their name.
    ///
    /// - Throws: ``SourceFailure`` when there is too much; `CancellationError`.
    package func layout() throws -> LocalLayout {
        var scan = LayoutScan(trees: try trees())
        return try scan.run()
    }
}

/// Goes through a source's tree.
private struct LayoutScan {
    /// How many files and folders are looked at.
    private static let most = 200_000
    /// The largest file that is read, in bytes.
    private static let largest = 1 << 20
    /// Folders without playbooks of their own.
    private static let passed: Set<String> = [
        "roles", "tasks", "handlers", "vars", "defaults", "meta", "templates", "files", "group_vars", "host_vars",
        "collections", "library", "module_utils", "molecule", "tests", "node_modules",
    ]

    let trees: RevisionTrees
    private var layout = LocalLayout()

    init(trees: RevisionTrees) {
        self.trees = trees
    }

    mutating func run() throws -> LocalLayout {
        try look(into: trees.root, at: .root, depth: 0, hasPlaybooks: true)
        return layout
    }

    private mutating func look(into tree: ObjectID, at path: TreePath, depth: Int, hasPlaybooks: Bool) throws {
        guard depth <= TreeLimits.depth else { return }
        layout.folders.insert(trees.place(path))
        for entry in try trees.store.tree(tree) where entry.hasUsableName {
            let place = path.appending(entry.name)
            guard place.isUTF8 else { continue }
            guard layout.files.count + layout.folders.count < Self.most else {
                throw SourceFailure("there are more than \(Self.most) files and folders; name a narrower folder")
            }
            switch entry.mode {
            case .folder:
                let inner = hasPlaybooks && Self.mayHavePlaybooks(entry.name)
                try look(into: entry.id, at: place, depth: depth + 1, hasPlaybooks: inner)
            case .file, .executable: try take(entry, at: place, in: path, hasPlaybooks)
            case .link: try takeLink(at: place)
            case .submodule: break
            }
        }
    }

    private static func mayHavePlaybooks(_ name: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        return !passed.contains(text) && !text.hasPrefix(".") && !text.hasSuffix("_plugins")
    }

    private mutating func take(
        _ entry: TreeEntry,
        at place: TreePath,
        in folder: TreePath,
        _ hasPlaybooks: Bool
    ) throws {
        layout.files.insert(trees.place(place))
        if entry.name.elementsEqual(AnsibleContent.configuration) {
            let named = try trees.facts.texts.named(in: entry.id).filter { $0.kind == .inventory }
            layout.configurations[trees.place(folder)] = named.compactMap { folder.resolving($0.path) }.map(trees.place)
        } else if hasPlaybooks, Self.isYAML(entry.name) {
            try takePlaybook(entry, at: place, in: folder)
        }
    }

    private mutating func takePlaybook(_ entry: TreeEntry, at place: TreePath, in folder: TreePath) throws {
        guard let text = try trees.store.blob(entry.id, limit: Self.largest), PlaybookLines.isPlaybook(text) else {
            return
        }
        let imports = try trees.facts.texts.imports(of: entry.id).compactMap { folder.resolving($0) }
        layout.playbooks[trees.place(place)] = imports.map(trees.place)
    }

    private mutating func takeLink(at place: TreePath) throws {
        guard case .found(let entry, _) = try trees.ways.way(along: place).landing else { return }
        if entry.mode == .folder {
            layout.folders.insert(trees.place(place))
        } else {
            layout.files.insert(trees.place(place))
        }
    }

    private static func isYAML(_ name: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        return text.hasSuffix(".yml") || text.hasSuffix(".yaml")
    }
}
