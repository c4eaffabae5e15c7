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
        let others = NameList.text(
            folders.lazy.filter { $0 != folder }.map { "'\($0)'" },
            of: folders.count - 1
        )
        return problem(
            at: folder,
            in: definitions,
            "the name '\(name)' is also claimed in \(others), so none of them is deployed; give each service its own name"
        )
    }

    /// Nobody owns the name yet, and other sources claim it, too.
    static func contested(
        _ name: ServiceName,
        at folder: RepositoryPath,
        by rivals: [SourceName],
        in definitions: DefinitionIndex
    ) -> Problem {
        let others = NameList.text(rivals.lazy.map { "'\($0)'" }, of: rivals.count)
        return problem(
            at: folder,
            in: definitions,
            "the name '\(name)' is also claimed in the source \(others), so none of them is deployed; give each service "
                + "its own name"
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
    static func foreign(_ owner: Service, at folder: RepositoryPath, in state: DesiredState) -> Problem {
        let isFormerSelf = owner.sourceName == state.source
        let origin = isFormerSelf ? "this source when it had another URL or path" : "the source '\(owner.sourceName)'"
        return problem(
            at: folder,
            in: state.definitions,
            "the name '\(owner.name)' belongs to a service of \(origin); choose another name"
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
