internal import Domain

extension ServiceDefinition {
    /// Reads a definition that was valid when it was stored.
    init(stored node: JSONNode, in folder: RepositoryPath) throws {
        let data = node.value
        guard let name = data["name"]?.string.flatMap({ ServiceName($0) }) else {
            throw SQLiteError.unreadable("a stored definition has no name", in: "read a definition")
        }
        self.init(
            name: name,
            description: data["description"]?.string,
            version: data["version"]?.string,
            action: try Action(data),
            steps: data["steps"]?.array?.compactMap(StepDefinition.init(stored:)),
            environment: (data["env"]?.object?.members ?? []).map {
                EnvironmentVariable(name: $0.key, value: $0.value.string ?? "")
            },
            watch: try data["watch"].paths,
            dependsOn: (data["depends_on"]?.array ?? []).compactMap { $0.string.flatMap { ServiceName($0) } },
            timeout: data["timeout"]?.milliseconds ?? Self.defaultTimeout,
            retry: data["retry"].map(RetryPolicy.init(stored:)) ?? .default,
            suspend: data["suspend"]?.bool ?? false,
            data: data
        )
    }

}

extension ServiceDefinition.Action {
    fileprivate init(_ data: JSONValue) throws {
        if let script = data["deploy_script"]?.string {
            self = .script(try RelativePath(script))
        } else {
            self = .playbook(
                ServiceDefinition.Playbook(
                    path: try RelativePath(data["ansible_playbook"]?.string ?? ""),
                    inventory: try data["inventory"].paths,
                    limit: data["limit"]?.string,
                    tags: data["tags"]?.array?.compactMap(\.string) ?? [],
                    skipTags: data["skip_tags"]?.array?.compactMap(\.string) ?? [],
                    extraVariables: data["extra_vars"]?.object ?? JSONObject()
                )
            )
        }
    }
}

extension JSONValue {
    fileprivate var milliseconds: Int64? { string.flatMap { DurationText.milliseconds($0) } }
}

extension JSONValue? {
    fileprivate var paths: [RelativePath] {
        get throws { try (self?.array ?? []).compactMap(\.string).map { try RelativePath($0) } }
    }
}

extension StepDefinition {
    fileprivate init?(stored data: JSONValue) {
        guard let name = data["name"]?.string else { return nil }
        self.init(name: name, description: data["description"]?.string)
    }
}

extension RetryPolicy {
    fileprivate init(stored data: JSONValue) {
        self.init(
            limit: data["limit"]?.integer.flatMap { Int(exactly: $0) } ?? Self.default.limit,
            backoff: data["backoff"]?.milliseconds ?? Self.default.backoff,
            maximumBackoff: data["max_backoff"]?.milliseconds ?? Self.default.maximumBackoff
        )
    }
}
