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
            let folders = try foldersBeside(playbook.path, entry)
            for folder in folders { try coverContent(of: folder) }
            if let nearest = folders.first { try coverConfiguration(from: nearest) }
        }
        for (path, position) in zip(playbook.inventory, positions.inventory) where !path.isHostList {
            let named = NamedPath(key: "inventory", position: position)
            guard let entry = try cover(path, named), entry.mode != .folder else { continue }
            for folder in try foldersBeside(path, entry) { try coverContent(of: folder) }
        }
    }

    /// The folder of the path as it is written, if that is one without links, and of what it leads to.
    private func foldersBeside(_ path: RelativePath, _ entry: CoveredEntry) throws -> [TreePath] {
        let written = trees.place(folder).resolving(path, within: trees.base)?.parent
        let places = [written.flatMap { TreePath($0, below: trees.base) }, entry.path.parent].compactMap(\.self)
        let folders = try places.filter { try trees.entry(at: $0)?.mode == .folder }
        return folders.first == folders.last ? Array(folders.prefix(1)) : folders
    }

    private mutating func coverContent(of folder: TreePath) throws {
        depend(on: .surroundings(folder))
        guard let tree = try trees.entry(at: folder) else { return }
        for entry in try trees.store.tree(tree.id) where AnsibleContent.contains(entry.name) {
            try coverFound(entry, at: folder.appending(entry.name))
        }
    }

    /// The nearest `ansible.cfg` from the folder up to the source's path.
    private mutating func coverConfiguration(from folder: TreePath) throws {
        var place: TreePath? = folder
        while let here = place {
            let path = here.appending(AnsibleContent.configuration)
            depend(on: .entry(path))
            if let entry = try trees.entry(at: path), entry.mode.isFile || entry.mode == .link {
                return try coverFound(entry, at: path)
            }
            place = here.parent
        }
    }

    /// Covers something that no definition names: a link that leads nowhere is covered as it is.
    private mutating func coverFound(_ entry: TreeEntry, at path: TreePath) throws {
        switch try follow(path) {
        case .found(let target, let links): take(target, links)
        case .tooFar(let place): reportFarWay(place)
        case .missing, .blocked, .looping:
            take(CoveredEntry(path: path, mode: entry.mode, id: entry.id), [])
        case .outside(let link): report("the link leaves the source's path", at: link)
        case .absolute(let link): report("the link names an absolute path", at: link)
        }
    }
}
