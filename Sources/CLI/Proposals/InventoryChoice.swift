internal import Domain
internal import GitSource

/// Which inventory a playbook of a repository is run with.
enum InventoryChoice: Hashable {
    /// None is there, or the `ansible.cfg` that applies says it.
    case unsaid
    case one(RepositoryPath)
    /// Several, each of an environment of its own.
    case environments([Environment])

    struct Environment: Hashable {
        let name: String
        let inventory: RepositoryPath
    }

    /// The one of the playbook at `playbook`: what its `ansible.cfg` names, else the nearest from its folder up to `base`.
    ///
    /// An `ansible.cfg` that names one of several environments is its user's habit, and all of them are taken.
    static func of(
        _ playbook: RepositoryPath,
        _ search: InventorySearch,
        below base: RepositoryPath
    ) -> InventoryChoice {
        let layout = search.layout
        let folders = AncestorFolders.of(playbook, below: base)
        let found = folders.lazy.compactMap(search.choice).first ?? .unsaid
        let named = folders.lazy.compactMap { layout.configurations[$0] }.first ?? []
        guard !named.isEmpty else { return found }
        guard case .environments(let environments) = found,
            named.allSatisfy({ place in environments.contains { place.isWithin($0.inventory) } })
        else { return .unsaid }
        return found
    }
}

/// The folders from that of a file up to a limit.
enum AncestorFolders {
    /// The nearest first.
    static func of(_ place: RepositoryPath, below base: RepositoryPath) -> [RepositoryPath] {
        var folders: [RepositoryPath] = []
        var next = place.parent
        while let folder = next, folder.isWithin(base) {
            folders.append(folder)
            next = folder.parent
        }
        return folders
    }
}

/// Looks for inventories by their usual names, in a layout that is gone through once for all playbooks.
struct InventorySearch {
    private static let gatherings = ["environments", "inventories", "inventory", "envs", "env"]
    private static let stems = ["hosts", "inventory"]
    private static let endings = ["", ".yml", ".yaml", ".ini"]
    private static let environmentNames: Set<String> = [
        "dev", "develop", "development", "test", "testing", "qa", "int", "integration", "uat", "stage", "staging",
        "preprod",
        "prod", "production", "live", "lab", "local", "vagrant",
    ]
    /// What the names of inventories end with that plugins make.
    private static let plugins = [
        "aws_ec2", "gcp", "gcp_compute", "azure_rm", "proxmox", "nmap", "openstack", "vmware", "hcloud",
    ]

    let layout: LocalLayout
    /// What is in each folder, sorted, without names that begin with a dot.
    private let filesByFolder: [RepositoryPath: [RepositoryPath]]
    private let foldersByFolder: [RepositoryPath: [RepositoryPath]]

    init(_ layout: LocalLayout) {
        self.layout = layout
        filesByFolder = Self.byFolder(layout.files)
        foldersByFolder = Self.byFolder(layout.folders)
    }

    private static func byFolder(_ places: Set<RepositoryPath>) -> [RepositoryPath: [RepositoryPath]] {
        let shown = places.filter { !$0.name.hasPrefix(".") && $0.parent != nil }
        return Dictionary(grouping: shown) { $0.parent ?? .root }.mapValues { $0.sorted() }
    }

    /// Nil if the folder has none.
    func choice(in folder: RepositoryPath) -> InventoryChoice? {
        for name in Self.gatherings where layout.folders.contains(folder.appending(name)) {
            if let found = gathered(in: folder.appending(name)) { return found }
        }
        let environments = environments(in: folder)
        if !environments.isEmpty { return .environments(environments) }
        return file(in: folder).map(InventoryChoice.one)
    }

    /// In a folder that holds inventories and nothing else.
    private func gathered(in folder: RepositoryPath) -> InventoryChoice? {
        let inner = folders(in: folder).filter { file(in: $0) != nil }
        if inner.count > 1 || (inner.count == 1 && Self.environmentNames.contains(inner[0].name)) {
            return .environments(inner.map { .init(name: $0.name, inventory: inventory($0)) })
        }
        let files = files(in: folder).filter(isInventory)
        if files.count > 1, files.allSatisfy({ Self.environmentNames.contains($0.stem) }) {
            return .environments(files.map { .init(name: $0.stem, inventory: $0) })
        }
        if let only = files.first, files.count == 1 { return .one(only) }
        if !files.isEmpty { return .one(folder) }
        return inner.first.map { .one(inventory($0)) }
    }

    /// Folders and files that have the name of an environment.
    private func environments(in folder: RepositoryPath) -> [InventoryChoice.Environment] {
        let folders = folders(in: folder).filter { Self.environmentNames.contains($0.name) && file(in: $0) != nil }
        let files = files(in: folder).filter {
            Self.environmentNames.contains($0.stem) && ($0.name == $0.stem || $0.name.hasSuffix(".ini"))
        }
        return folders.map { .init(name: $0.name, inventory: inventory($0)) }
            + files.map { .init(name: $0.stem, inventory: $0) }
    }

    /// A folder as an inventory, if Ansible could read everything in it; else the file.
    private func inventory(_ folder: RepositoryPath) -> RepositoryPath {
        let isPlain = files(in: folder).allSatisfy { isInventory($0) && (!$0.isYAML || isUsual($0)) }
        return isPlain ? folder : file(in: folder) ?? folder
    }

    private func file(in folder: RepositoryPath) -> RepositoryPath? {
        let names = Self.stems.flatMap { stem in Self.endings.map { stem + $0 } }
        return names.lazy.map(folder.appending).first(where: layout.files.contains)
    }

    /// Whether the file's name is one of an inventory, and of nothing else.
    private func isInventory(_ file: RepositoryPath) -> Bool {
        isUsual(file) || Self.environmentNames.contains(file.stem) || file.name.hasSuffix(".ini")
    }

    private func isUsual(_ file: RepositoryPath) -> Bool {
        let hasEnding = Self.endings.contains { file.name == file.stem + $0 }
        return hasEnding && (Self.stems.contains(file.stem) || Self.plugins.contains(where: file.stem.hasSuffix))
    }

    private func files(in folder: RepositoryPath) -> [RepositoryPath] {
        filesByFolder[folder] ?? []
    }

    private func folders(in folder: RepositoryPath) -> [RepositoryPath] {
        foldersByFolder[folder] ?? []
    }
}

extension RepositoryPath {
    /// The last component; empty for the root.
    var name: String { components.last ?? "" }

    /// The name without its ending.
    var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

    fileprivate var isYAML: Bool { name.hasSuffix(".yml") || name.hasSuffix(".yaml") }
}
