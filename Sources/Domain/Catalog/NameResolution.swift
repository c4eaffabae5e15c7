/// What becomes of one service name when a revision is accepted: the rules of identity, as a pure function.
///
/// A service is known by source, folder and name. Its owner keeps it as long as the revision has its name, or a
/// broken file or a submodule where it was defined; nobody takes a name from its owner.
package enum NameResolution: Hashable, Sendable {
    /// Nothing of the revision has the name, and nothing of the catalogue.
    case none
    /// A new service.
    case create(DesiredService)
    /// The owner's definition, at its old folder or at a new one, and who else claims the name.
    case update(DesiredService, intruders: [RepositoryPath])
    /// The owner stays at its last valid state, for these reasons.
    case keep([Problem], intruders: [RepositoryPath])
    /// The owner has left the repository.
    case remove
    /// Nobody gets the name, because these claim it and none owns it.
    case contested([RepositoryPath])
    /// The name belongs to another source's service.
    case foreign(owner: Service, intruders: [RepositoryPath])

    /// Settles who gets `name`.
    ///
    /// - `owner`: The service that has the name now, of any source.
    /// - `source`: The source whose revision this is.
    package static func resolve(
        _ name: ServiceName,
        in definitions: DefinitionIndex,
        owner: Service?,
        source: Source.ID
    ) -> NameResolution {
        let claimants = definitions.claimants(of: name)
        let valid = claimants.filter { definitions.valid(in: $0) != nil }
        guard let owner else { return settleNew(valid, in: definitions) }
        guard owner.source == source else { return valid.isEmpty ? .none : .foreign(owner: owner, intruders: valid) }
        return settleOwned(owner, claimants: claimants, valid: valid, in: definitions)
    }

    private static func settleNew(_ valid: [RepositoryPath], in definitions: DefinitionIndex) -> NameResolution {
        guard let folder = valid.first, let desired = definitions.valid(in: folder) else { return .none }
        return valid.count == 1 ? .create(desired) : .contested(valid)
    }

    private static func settleOwned(
        _ owner: Service,
        claimants: [RepositoryPath],
        valid: [RepositoryPath],
        in definitions: DefinitionIndex
    ) -> NameResolution {
        let home = owner.desired.folder
        let others = valid.filter { $0 != home }
        if case .broken(_, let problems) = definitions[home] { return .keep(problems, intruders: others) }
        if let desired = definitions.valid(in: home), desired.definition.name == owner.name {
            return .update(desired, intruders: others)
        }
        if let folder = others.first, let desired = definitions.valid(in: folder) {
            return others.count == 1 ? .update(desired, intruders: []) : .keep([], intruders: others)
        }
        let broken = (claimants + [definitions.submodule(around: home)].compactMap(\.self)).flatMap {
            definitions[$0]?.problems ?? []
        }
        return broken.isEmpty ? .remove : .keep(broken, intruders: [])
    }
}
