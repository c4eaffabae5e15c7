internal import Domain
internal import Execution
internal import GitSource

/// What there is to say of the requirements files of a repository on this machine.
enum RequirementsWarnings {
    /// So many files are looked at.
    private static let limit = 500

    /// Problems with the files that the valid definitions of `state` lead to; one warning where no Ansible is installed
    /// that could read them.
    static func problems(
        of state: DesiredState,
        in repository: LocalRepository,
        _ environment: [String: String]
    ) async throws -> [Problem] {
        var files: [RequirementsCheck.File] = []
        for (place, start) in places(state).sorted(by: { $0.key < $1.key }).prefix(limit) {
            guard let bytes = try await repository.file(at: place) else { continue }
            files.append(RequirementsCheck.File(place: place, start: start, bytes: bytes))
        }
        guard let findings = try await RequirementsCheck.findings(in: files, path: environment["PATH"] ?? "") else {
            return files.prefix(1).map { unread($0.place) }
        }
        return findings.map { finding in
            Problem(
                .invalidContent,
                path: RepositoryPath(finding.place) ?? .root,
                message: finding.message,
                severity: finding.isError ? .error : .warning
            )
        }
    }

    /// The files, each with the folder of a playbook that it is for.
    private static func places(_ state: DesiredState) -> [RepositoryPath: RepositoryPath] {
        var places: [RepositoryPath: RepositoryPath] = [:]
        for desired in state.definitions.files.keys.compactMap({ state.definitions.valid(in: $0) }) {
            guard case .playbook(let playbook) = desired.definition.action,
                let start = desired.folder.resolving(playbook.path, within: .root)?.parent
            else { continue }
            for place in playbook.requirementsPlaces(in: desired.folder) { places[place] = start }
        }
        return places
    }

    private static func unread(_ place: RepositoryPath) -> Problem {
        Problem(
            .invalidContent,
            path: place,
            message: "requirements files are not looked at, because no Ansible is installed here that could read them",
            severity: .warning
        )
    }
}
