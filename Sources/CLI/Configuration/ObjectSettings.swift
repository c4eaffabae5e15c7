internal import Domain

/// The members of one JSON object of the configuration, with the problems of its keys.
struct ObjectSettings {
    private var members: [String: Setting] = [:]
    let setting: Setting
    private(set) var problems: [ConfigurationProblem] = []

    /// Reads the keys of `known`; those of `later` are refused as not supported yet, others as unknown.
    init(_ setting: Setting, known: Set<String>, later: Set<String> = []) throws(ConfigurationProblem) {
        self.setting = setting
        let node = try setting.node()
        guard case .object(let found) = node.content else {
            let origin = setting.origin(at: node.position)
            throw ConfigurationProblem(origin: origin, message: "expected an object, found \(node.kind)")
        }
        for member in found {
            if known.contains(member.key) {
                members[member.key] = setting.part(member.node)
            } else {
                let message = Self.refusal(of: member.key, known: known.union(later), later: later)
                let origin = setting.origin(at: member.keyPosition)
                problems.append(ConfigurationProblem(origin: origin, message: message))
            }
        }
    }

    subscript(key: String) -> Setting? { members[key] }

    private static func refusal(of key: String, known: Set<String>, later: Set<String>) -> String {
        guard !later.contains(key) else { return "the key \"\(key)\" is not supported yet" }
        return "unknown key \"\(SafeText.line(key))\"\(NearestWord.hint(key, among: known))"
    }
}
