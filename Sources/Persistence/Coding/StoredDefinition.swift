internal import Domain

/// A definition as the store keeps it, in a format of its own that is not the language of today's files.
///
/// What was accepted once is read for ever, whatever is refused today: nothing is checked here but that there is a name
/// and something to run. Keys that are not there mean what they meant when the format was made, and keys that are not
/// known mean nothing. Format 1 is the file as it was written; a row of another one would say so by its key `format`, which
/// no definition has.
struct StoredDefinition {
    static let format: Int64 = 1

    private let file: JSONValue

    /// - Throws: ``Unreadable`` for another format.
    init(_ row: JSONValue) throws(Unreadable) {
        if let format = row["format"] {
            throw Unreadable(why: "it has the format \(format.text()), not \(Self.format); a later version wrote it")
        }
        file = row
    }

    /// What is stored of a definition.
    static func row(of definition: ServiceDefinition) -> JSONText { definition.text }

    /// - Throws: ``Unreadable`` without a name or anything to run.
    func definition() throws(Unreadable) -> ServiceDefinition {
        guard let name = file["name"]?.string.flatMap(ServiceName.init) else { throw Unreadable(why: "it has no name") }
        guard let action else { throw Unreadable(why: "it runs nothing") }
        return ServiceDefinition(
            name: name,
            description: file["description"]?.string,
            version: file["version"]?.string,
            action: action,
            steps: file["steps"]?.array?.compactMap(Self.step),
            environment: (file["env"]?.object?.members ?? []).compactMap(Self.variable),
            watch: texts("watch").map(RelativePath.init(stored:)),
            dependsOn: texts("depends_on").compactMap(ServiceName.init),
            timeout: duration(file["timeout"]) ?? 30 * 60_000,
            retry: retry,
            suspend: file["suspend"]?.bool ?? false,
            data: file
        )
    }

    /// A row that nothing can be made of.
    struct Unreadable: Error, Hashable, CustomStringConvertible {
        let why: String

        var description: String { "a stored definition cannot be read: \(why)" }
    }
}

extension StoredDefinition {
    private var action: ServiceDefinition.Action? {
        if let script = file["deploy_script"]?.string { return .script(RelativePath(stored: script)) }
        guard let path = file["ansible_playbook"]?.string else { return nil }
        return .playbook(
            ServiceDefinition.Playbook(
                path: RelativePath(stored: path),
                inventory: (file["inventory"]?.string.map { [$0] } ?? texts("inventory"))
                    .map(RelativePath.init(stored:)),
                limit: file["limit"]?.string,
                tags: tags("tags"),
                skipTags: tags("skip_tags"),
                extraVariables: file["extra_vars"]?.object ?? JSONObject(),
                extraVariablesFiles: texts("extra_vars_files").map(RelativePath.init(stored:)),
                user: file["user"]?.string,
                vaultIDs: (file["vault_ids"]?.array ?? []).compactMap(Self.vaultID),
                forks: file["forks"]?.integer.flatMap(Int.init(exactly:)),
                requirements: file["requirements"].map { _ in texts("requirements").map(RelativePath.init(stored:)) }
            )
        )
    }

    /// A list, or a text with commas and spaces between its parts.
    private func tags(_ key: String) -> [String] {
        guard let text = file[key]?.string else { return texts(key) }
        return text.split(separator: ",").map { part in
            String(decoding: part.utf8.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed(), as: UTF8.self)
        }
    }

    /// Two retries, after 5 s and after 10 s, never later than 3 minutes.
    private var retry: RetryPolicy {
        let retry = file["retry"]
        let (backoff, longest) = (duration(retry?["backoff"]), duration(retry?["max_backoff"]))
        return RetryPolicy(
            limit: Int(clamping: max(0, retry?["limit"]?.integer ?? 2)),
            backoff: backoff ?? min(5_000, longest ?? .max),
            maximumBackoff: longest ?? max(180_000, backoff ?? 0)
        )
    }

    private func texts(_ key: String) -> [String] { (file[key]?.array ?? []).compactMap(\.string) }

    /// In milliseconds.
    private func duration(_ value: JSONValue?) -> Int64? { value?.string.flatMap(DurationText.milliseconds) }

    private static func step(_ json: JSONValue) -> StepDefinition? {
        json["name"]?.string.map { StepDefinition(name: $0, description: json["description"]?.string) }
    }

    private static func vaultID(_ json: JSONValue) -> VaultID? {
        guard let id = json["id"]?.string, let secret = json["secret"]?.string else { return nil }
        return VaultID(id: id, secret: secret)
    }

    private static func variable(_ member: JSONObject.Member) -> EnvironmentVariable? {
        if let secret = member.value["secret"]?.string { return EnvironmentVariable(name: member.key, secret: secret) }
        return member.value.string.map { EnvironmentVariable(name: member.key, value: $0) }
    }
}
