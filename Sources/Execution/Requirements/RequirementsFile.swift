internal import Crypto
internal import Domain
internal import Platform

/// A file that names the roles and collections that a run needs.
struct RequirementsFile: Hashable, Sendable {
    /// Relative to the export.
    let place: RepositoryPath
    /// Its bytes as one value (SHA-256).
    let content: String

    /// The largest that is read, in bytes.
    private static let limit = 1 << 20

    /// The files of a playbook's run: those that the definition names, or those of the usual names that are there.
    static func all(
        of playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) throws -> [RequirementsFile] {
        let places = playbook.requirementsPlaces(in: run.folder)
        let isNamed = playbook.requirements != nil
        return try places.filter { isNamed || Folder.somethingExists(at: "\(folder.export)/\($0.text)") }
            .map { try read($0, folder) }
    }

    private static func read(_ place: RepositoryPath, _ folder: RunFolder) throws -> RequirementsFile {
        RequirementsFile(place: place, content: try hash(of: "\(folder.export)/\(place.text)"))
    }

    /// A file's bytes as one value; nil for no path.
    static func hash(of path: String) throws -> String {
        Hexadecimal.text(try MessageDigest.sha256.hash(try DurableFile.read(path, limit: limit)))
    }

    /// What the helper is told of it.
    func order(_ folder: RunFolder) -> JSONValue {
        .members(["path": .string("\(folder.export)/\(place.text)"), "shown": .string(place.text)])
    }
}
