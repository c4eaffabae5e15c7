internal import Domain

extension CoverageFinder {
    mutating func coverScript(_ path: RelativePath, _ position: TextPosition) throws {
        let named = NamedPath(key: "deploy_script", position: position)
        guard let entry = try cover(path, named) else { return }
        switch entry.mode {
        case .executable, .submodule: break
        case .file:
            report("\(trees.place(entry.path)) is not executable; run: git update-index --chmod=+x \(path)", named)
        case .folder, .link: report("\(trees.place(entry.path)) is no file", named)
        }
    }

    mutating func coverPlaybook(
        _ playbook: ServiceDefinition.Playbook,
        _ positions: DecodedDefinition.PathPositions
    ) throws {
        let named = NamedPath(key: "ansible_playbook", position: positions.action)
        if let entry = try cover(playbook.path, named) {
            if entry.mode == .folder { report("\(trees.place(entry.path)) is no file", named) }
            let folders = try foldersBeside(written(playbook.path), entry)
            for folder in folders { try coverContent(of: folder) }
            if let nearest = folders.first {
                try coverConfiguration(from: nearest)
                try coverImports(of: entry, from: nearest)
            }
        }
        for (path, position) in zip(playbook.inventory, positions.inventory) where !path.isHostList {
            let named = NamedPath(key: "inventory", position: position)
            guard let entry = try cover(path, named), entry.mode != .folder else { continue }
            for folder in try foldersBeside(written(path), entry) { try coverContent(of: folder) }
        }
        try coverFiles(playbook.extraVariablesFiles, positions.extraVariablesFiles, of: "extra_vars_files")
        try coverFiles(playbook.requirements ?? [], positions.requirements, of: "requirements")
    }

    /// Covers what must be files.
    private mutating func coverFiles(_ paths: [RelativePath], _ positions: [TextPosition], of key: String) throws {
        for (path, position) in zip(paths, positions) {
            let named = NamedPath(key: key, position: position)
            guard let entry = try cover(path, named), entry.mode == .folder else { continue }
            report("\(trees.place(entry.path)) is no file", named)
        }
    }

    /// The place that a definition's path names.
    private func written(_ path: RelativePath) -> TreePath? {
        trees.place(folder).resolving(path, within: trees.base).flatMap { TreePath($0, below: trees.base) }
    }

    /// The folder of the place as it is written, if that is one without links, and of what it leads to.
    func foldersBeside(_ written: TreePath?, _ entry: CoveredEntry) throws -> [TreePath] {
        let places = [written?.parent, entry.path.parent].compactMap(\.self)
        let folders = try places.filter { try trees.entry(at: $0)?.mode == .folder }
        return folders.first == folders.last ? Array(folders.prefix(1)) : folders
    }

    mutating func coverContent(of folder: TreePath) throws {
        guard search(folder), let tree = try trees.entry(at: folder) else { return }
        for entry in try trees.store.tree(tree.id) where AnsibleContent.contains(entry.name, by: scheme) {
            try coverFound(at: folder.appending(entry.name))
        }
    }

    /// The nearest `ansible.cfg` from the folder up to the source's path.
    private mutating func coverConfiguration(from folder: TreePath) throws {
        var place: TreePath? = folder
        while let here = place {
            let path = here.appending(AnsibleContent.configuration)
            depend(on: .entry(path))
            if let entry = try trees.entry(at: path), entry.mode.isFile || entry.mode == .link {
                if let found = try coverFound(at: path) { try coverNamed(in: found, of: here) }
                return
            }
            place = here.parent
        }
    }

    /// Covers something that no definition names, if it is there: a link that leads nowhere is covered as it is.
    ///
    /// - Returns: What it leads to.
    @discardableResult
    mutating func coverFound(at path: TreePath) throws -> CoveredEntry? {
        switch try follow(path) {
        case .found(let target, let links):
            take(target, links)
            return target
        case .tooFar(let place): reportFarWay(place)
        case .missing, .blocked, .looping:
            guard let entry = try trees.entry(at: path) else { return nil }
            take(CoveredEntry(path: path, mode: entry.mode, id: entry.id), [])
        case .outside(let link): report("the link leaves the source's path", at: link)
        case .absolute(let link): report("the link names an absolute path", at: link)
        }
        return nil
    }
}
