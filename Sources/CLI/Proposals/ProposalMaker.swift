internal import Domain
internal import GitSource

/// Makes proposals out of what there is in a repository.
struct ProposalMaker {
    private static let parent = "services"
    private static let requirementsFolders = ["", "roles", "collections"]
    private static let requirementsNames = ["requirements.yml", "requirements.yaml"]
    private static let longestName = 64

    let layout: LocalLayout
    /// What the repository defines already.
    let definitions: DefinitionIndex
    /// The source's path.
    let base: RepositoryPath
    /// Whether playbooks that others import have services too.
    let takesImported: Bool

    /// Without what they have to watch.
    func proposals() -> Proposals {
        let served = servedPlaybooks()
        let imported = Set(layout.playbooks.flatMap { place, names in names.filter { $0 != place } })
        let all = layout.playbooks.keys.sorted()
        var proposals = Proposals()
        proposals.served = all.filter(served.contains)
        proposals.imported = takesImported ? [] : all.filter { imported.contains($0) && !served.contains($0) }
        let left = Set(proposals.served + proposals.imported)
        proposals.services = services(of: all.filter { !left.contains($0) })
        return proposals
    }

    private func servedPlaybooks() -> Set<RepositoryPath> {
        Set(
            definitions.files.keys.compactMap { folder in
                definitions.valid(in: folder).flatMap { folder.resolving($0.definition.action.path, within: base) }
            }
        )
    }

    private func services(of playbooks: [RepositoryPath]) -> [Proposal] {
        let search = InventorySearch(layout)
        let stems = Dictionary(grouping: playbooks, by: { Self.word($0.stem) })
        var taken = Set(definitions.names.map(\.text))
        var services: [Proposal] = []
        for playbook in playbooks {
            let stem = Self.word(playbook.stem)
            let folders = playbook.below(base).components.dropLast()
            let title = stems[stem]?.count == 1 ? stem : Self.word((folders + [stem]).joined(separator: "-"))
            for (environment, inventory) in inventories(of: playbook, search) {
                let name = Self.free([title, environment].compactMap(\.self).joined(separator: "-"), taken)
                taken.insert(name)
                services.append(proposal(name, playbook, inventory))
            }
        }
        return services
    }

    private func inventories(
        of playbook: RepositoryPath,
        _ search: InventorySearch
    ) -> [(environment: String?, RepositoryPath?)] {
        switch InventoryChoice.of(playbook, search, below: base) {
        case .unsaid: [(nil, nil)]
        case .one(let place): [(nil, place)]
        case .environments(let environments): environments.map { (Self.word($0.name), $0.inventory) }
        }
    }

    private func proposal(_ name: String, _ playbook: RepositoryPath, _ inventory: RepositoryPath?) -> Proposal {
        Proposal(
            name: name,
            folder: base.appending(Self.parent).appending(name),
            playbook: playbook,
            inventory: inventory,
            requirements: requirements(of: playbook)
        )
    }

    /// The requirements files of the usual names, from the playbook's folder up.
    private func requirements(of playbook: RepositoryPath) -> [RepositoryPath] {
        AncestorFolders.of(playbook, below: base).flatMap { folder in
            Self.requirementsFolders.flatMap { inner in
                Self.requirementsNames.map { (inner.isEmpty ? folder : folder.appending(inner)).appending($0) }
            }
        }.filter(layout.files.contains)
    }

    /// As much of a text as a service's name can have.
    static func word(_ text: String) -> String {
        let mapped = text.lowercased().unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain || scalar == "_" || scalar == "." ? Character(scalar) : "-"
        }
        let trimmed = mapped.drop(while: isMark).reversed().drop(while: isMark).reversed()
        return trimmed.isEmpty ? "playbook" : String(trimmed.prefix(longestName - 20))
    }

    private static func isMark(_ character: Character) -> Bool { "-_.".contains(character) }

    /// The name, or with a number behind it.
    private static func free(_ name: String, _ taken: Set<String>) -> String {
        let short = String(name.prefix(longestName - 4))
        let clean = String(short.reversed().drop(while: isMark).reversed())
        guard taken.contains(clean) else { return clean }
        var number = 2
        while taken.contains("\(clean)-\(number)") { number += 1 }
        return "\(clean)-\(number)"
    }
}
