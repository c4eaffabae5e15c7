internal import Domain

/// What a remote says it has.
struct RemoteRefs: Hashable, Sendable {
    /// The most refs that are read.
    static let limit = 200_000

    /// Full ref names and what they point at; a tag's `^{}` is the commit that it names.
    let targets: [String: ObjectID]
    /// The branch that the remote's HEAD names.
    let head: String?

    var json: JSONValue {
        let members = targets.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value.hex)) }
        return .members(["head": .optional(head), "refs": .object(JSONObject(members))])
    }

    init(targets: [String: ObjectID], head: String?) {
        self.targets = targets
        self.head = head
    }

    init?(json: JSONValue) {
        guard let members = json["refs"]?.object?.members else { return nil }
        var targets: [String: ObjectID] = [:]
        for member in members {
            guard let id = member.value.string.flatMap({ ObjectID(hex: $0) }) else { return nil }
            targets[member.key] = id
        }
        self.init(targets: targets, head: json["head"]?.string)
    }

    /// The names of the branches, sorted.
    var branches: [String] { names(below: "refs/heads/") }

    /// The names of the tags, sorted.
    var tags: [String] { names(below: "refs/tags/").filter { !$0.hasSuffix("^{}") } }

    private func names(below prefix: String) -> [String] {
        targets.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }
}
