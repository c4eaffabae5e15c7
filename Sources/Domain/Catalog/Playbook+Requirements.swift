extension ServiceDefinition.Playbook {
    /// Beside the playbook, where a definition does not say where its requirements files are.
    private static let usualRequirements = ["", "roles", "collections"]

    /// Where the requirements files are of a playbook whose service is in `folder`.
    ///
    /// Those of the usual names need not be there; what leaves the repository is left out.
    package func requirementsPlaces(in folder: RepositoryPath) -> [RepositoryPath] {
        if let requirements { return requirements.compactMap { folder.resolving($0, within: .root) } }
        guard let beside = folder.resolving(path, within: .root)?.parent else { return [] }
        return Self.usualRequirements.map { name in
            (name.isEmpty ? beside : beside.appending(name)).appending("requirements.yml")
        }
    }
}
