import Domain
import TestSupport

/// A config repository in memory: definition files by folder, and a number for a revision.
struct Repository: Sendable {
    private(set) var index = DefinitionIndex()
    private(set) var changes: DesiredState.Changes?
    private(set) var number: Int
    var ancestry = DesiredState.Ancestry.descends
    var name = "config"

    var revision: Revision { .sample(number: number) }

    var state: DesiredState {
        DesiredState(
            source: .sample(name),
            revision: revision,
            definitions: index,
            changes: changes,
            ancestry: ancestry
        )
    }

    init(number: Int = 1, _ services: ServiceDefinition...) {
        self.number = number
        for service in services { put(service) }
        changes = nil
    }

    /// Begins the next revision, told as changes of this one or in full.
    mutating func commit(incremental: Bool = false) {
        changes = incremental ? DesiredState.Changes(base: revision, folders: []) : nil
        number += 1
    }

    /// Defines a service in a folder, by default one of its name.
    mutating func put(_ definition: ServiceDefinition, in folder: String? = nil, digest: Int = 1) {
        let folder = folder ?? definition.name.text
        put(.valid(.sample(definition, folder: folder, digest: .sample(number: digest))), in: folder)
    }

    mutating func breakFile(in folder: String, name: String? = nil) {
        let problem = Problem.sample(path: "\(folder)/service.json")
        put(.broken(name: name.flatMap(ServiceName.init), problems: [problem]), in: folder)
    }

    mutating func makeSubmodule(_ folder: String, _ severity: Problem.Severity = .warning) {
        let problem = Problem(.invalidContent, path: .sample(folder), message: "a submodule", severity: severity)
        put(.submodule(problem), in: folder)
    }

    mutating func remove(_ folder: String) { put(nil, in: folder) }

    mutating func put(_ file: DefinitionFile?, in folder: String) {
        let folder = RepositoryPath.sample(folder)
        index[folder] = file
        changes = changes.map { DesiredState.Changes(base: $0.base, folders: $0.folders.union([folder])) }
    }
}

extension Repository {
    private static let names = ["v", "w", "x", "y", "z"]
    private static let folders = ["a", "b", "c", "d", "e", "f"]

    /// Begins the next revision, in which a few folders say something else.
    mutating func commitAnything(_ chance: inout SplitMix64) {
        commit(incremental: true)
        for folder in Self.folders.shuffled(using: &chance).prefix(Int.random(in: 0...3, using: &chance)) {
            let name = Self.names.randomElement(using: &chance) ?? "v"
            switch Int.random(in: 0..<10, using: &chance) {
            case 0, 1: remove(folder)
            case 2: breakFile(in: folder, name: chance.happens(50) ? name : nil)
            default:
                let definition = ServiceDefinition.sample(
                    name: name,
                    version: chance.happens(50) ? "\(Int.random(in: 1...2, using: &chance))" : nil,
                    dependsOn: Self.names.filter { $0 != name && chance.happens(20) },
                    suspend: chance.happens(10)
                )
                put(definition, in: folder, digest: Int.random(in: 1...3, using: &chance))
            }
        }
    }

    /// The same revision, told in full.
    var inFull: Repository {
        var copy = self
        copy.changes = nil
        return copy
    }
}
