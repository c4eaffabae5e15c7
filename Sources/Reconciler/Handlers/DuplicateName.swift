internal import Domain

/// The problems of names that more than one definition claims.
enum DuplicateName {
    /// Nobody owns the name yet, so nobody gets it.
    static func contested(
        _ name: ServiceName,
        at folder: RepositoryPath,
        by folders: [RepositoryPath],
        in definitions: DefinitionIndex
    ) -> Problem {
        let others = folders.filter { $0 != folder }.map { "'\($0)'" }.joined(separator: ", ")
        return problem(
            at: folder,
            in: definitions,
            "the name '\(name)' is also claimed in \(others), so none of them is deployed; give each service its own name"
        )
    }

    /// A service of this source has the name already.
    static func intruder(_ folder: RepositoryPath, of owner: Service, in definitions: DefinitionIndex) -> Problem {
        problem(
            at: folder,
            in: definitions,
            "the name '\(owner.name)' belongs to the service in '\(owner.desired.folder)'; choose another name"
        )
    }

    /// A service of another source has the name already.
    static func foreign(_ owner: Service, at folder: RepositoryPath, in definitions: DefinitionIndex) -> Problem {
        problem(
            at: folder,
            in: definitions,
            "the name '\(owner.name)' belongs to a service of the source '\(owner.sourceName)'; choose another name"
        )
    }

    /// The owner is told, and goes on.
    static func warning(_ owner: Service, at desired: DesiredService, claimedIn folder: RepositoryPath) -> Problem {
        Problem(
            .duplicateName,
            path: desired.folder.appending(definitionFile),
            position: desired.positions.name,
            message: "the name '\(owner.name)' is also claimed in '\(folder)', which does not get it",
            severity: .warning
        )
    }

    private static func problem(
        at folder: RepositoryPath,
        in definitions: DefinitionIndex,
        _ message: String
    ) -> Problem {
        Problem(
            .duplicateName,
            path: folder.appending(definitionFile),
            position: definitions.valid(in: folder)?.positions.name,
            message: message
        )
    }

    private static let definitionFile = "service.json"
}

/// The problem of a service that depends on itself by way of others.
enum DependencyCycle {
    static func problem(_ service: Service, _ cyclic: Set<ServiceName>) -> Problem {
        let definition = service.desired.definition
        let index = definition.dependsOn.firstIndex(where: cyclic.contains)
        let positions = service.desired.positions.dependsOn
        let position = index.flatMap { positions.indices.contains($0) ? positions[$0] : nil }
        let target = index.map { definition.dependsOn[$0].text } ?? ""
        return Problem(
            .dependencyCycle,
            path: service.desired.folder.appending("service.json"),
            position: position,
            message: "'\(service.name)' depends on '\(target)', which depends on '\(service.name)' in turn; "
                + "remove one of these dependencies"
        )
    }
}
