internal import Domain
internal import GitSource

/// A `service.json` that a playbook could have.
struct Proposal: Hashable {
    let name: String
    /// The folder that would hold it.
    let folder: RepositoryPath
    let playbook: RepositoryPath
    let inventory: RepositoryPath?
    let requirements: [RepositoryPath]
    var watch: [RepositoryPath] = []

    /// The file's place.
    var place: RepositoryPath { folder.appending(DefinitionDecoder.fileName) }

    /// What would be in it.
    var definition: JSONValue {
        var members = [
            JSONObject.Member("name", .string(name)), JSONObject.Member("ansible_playbook", written(playbook)),
        ]
        if let inventory { members.append(JSONObject.Member("inventory", written(inventory))) }
        if !requirements.isEmpty {
            members.append(JSONObject.Member("requirements", .array(requirements.map(written))))
        }
        if !watch.isEmpty { members.append(JSONObject.Member("watch", .array(watch.map(written)))) }
        return .object(JSONObject(members))
    }

    /// The file's bytes.
    var bytes: [UInt8] { Array((definition.text(.pretty) + "\n").utf8) }

    private func written(_ place: RepositoryPath) -> JSONValue { .string(place.written(from: folder)) }
}

/// What is proposed for a repository.
struct Proposals: Hashable {
    /// By their places.
    var services: [Proposal] = []
    /// Playbooks that are left out because others import them.
    var imported: [RepositoryPath] = []
    /// Playbooks that services have already.
    var served: [RepositoryPath] = []
}
