internal import Domain

/// What accepting a revision makes of one name, and what is said about it: a ``NameResolution`` in the catalogue's terms.
struct NameOutcome {
    enum Change {
        case none
        case create(DesiredService)
        /// The new valid state, or nil for the last one, and the problems that the service has then.
        case update(Service, DesiredService?, [Problem])
        case remove(Service)
    }

    var change = Change.none
    /// The problems that no service has.
    var unattached: [Problem] = []
    /// The folders of broken files whose problems a service has.
    var attachedFolders: [RepositoryPath] = []
    /// Whether the revision claims the name and does not get it.
    var isDenied = false

    /// - `owner`: The service that has the name now, of any source.
    /// - `source`: The source that `state` was read of.
    /// - `rivals`: Other sources that claim the name.
    init(
        _ name: ServiceName,
        in state: DesiredState,
        owner: Service?,
        source: Source.ID,
        rivals: [SourceName] = []
    ) {
        let definitions = state.definitions
        switch NameResolution.resolve(name, in: definitions, owner: owner, source: source) {
        case .none: break
        case .create(let desired) where rivals.isEmpty: change = .create(desired)
        case .create(let desired):
            isDenied = true
            unattached = [DuplicateName.contested(name, at: desired.folder, by: rivals, in: definitions)]
        case .update(let desired, let intruders): update(owner, to: desired, intruders, in: definitions)
        case .keep(let problems, let intruders): keep(owner, problems, intruders, in: definitions)
        case .remove: change = owner.map(Change.remove) ?? .none
        case .contested(let folders):
            isDenied = true
            unattached = folders.map { DuplicateName.contested(name, at: $0, by: folders, in: definitions) }
        case .foreign(let owner, let intruders):
            isDenied = true
            unattached = intruders.map { DuplicateName.foreign(owner, at: $0, in: state) }
        }
    }

    private mutating func update(
        _ owner: Service?,
        to desired: DesiredService,
        _ intruders: [RepositoryPath],
        in definitions: DefinitionIndex
    ) {
        guard let owner else { return }
        unattached = intruders.map { DuplicateName.intruder($0, of: owner, in: definitions) }
        change = .update(owner, desired, intruders.map { DuplicateName.warning(owner, at: desired, claimedIn: $0) })
    }

    /// The owner has the problems of its broken file, or those of its name if nothing is broken.
    private mutating func keep(
        _ owner: Service?,
        _ problems: [Problem],
        _ intruders: [RepositoryPath],
        in definitions: DefinitionIndex
    ) {
        guard let owner else { return }
        let rivals = intruders.map { DuplicateName.intruder($0, of: owner, in: definitions) }
        change = .update(owner, nil, problems.isEmpty ? rivals : problems.map(\.asError))
        unattached = problems.isEmpty ? [] : rivals
        attachedFolders = Self.brokenFolders(of: owner, in: definitions)
    }

    /// Where the problems come from that keep the owner at its last valid state.
    private static func brokenFolders(of owner: Service, in definitions: DefinitionIndex) -> [RepositoryPath] {
        let home = owner.desired.folder
        if let submodule = definitions.submodule(around: home) { return [submodule] }
        return definitions[home]?.isBroken == true ? [home] : definitions.claimants(of: owner.name)
    }
}

extension Problem {
    /// What keeps a service at its last valid state is no warning, whatever it is where there is no service.
    fileprivate var asError: Problem {
        Problem(kind, path: path, position: position, message: message)
    }
}
