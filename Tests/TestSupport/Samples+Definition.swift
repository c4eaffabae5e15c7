package import Domain

extension ServiceDefinition {
    /// A definition whose `data` says what its fields say.
    package static func sample(
        name: String = "web",
        description: String? = nil,
        version: String? = nil,
        action: Action = .script(.sample()),
        steps: [StepDefinition]? = nil,
        environment: [EnvironmentVariable] = [],
        watch: [String] = [],
        dependsOn: [String] = [],
        timeout: Int64 = defaultTimeout,
        retry: RetryPolicy = .default,
        suspend: Bool = false
    ) -> ServiceDefinition {
        var definition = JSONObject()
        definition["name"] = .string(name)
        definition["description"] = description.map(JSONValue.string)
        definition["version"] = version.map(JSONValue.string)
        definition.write(action)
        definition["steps"] = steps.map { .array($0.map(\.sampleData)) }
        if !environment.isEmpty {
            definition["env"] = .object(JSONObject(environment.map { JSONObject.Member($0.name, $0.json) }))
        }
        definition.write("watch", watch)
        definition.write("depends_on", dependsOn)
        if timeout != defaultTimeout { definition["timeout"] = .string(DurationText.text(milliseconds: timeout)) }
        if retry != .default { definition["retry"] = retry.sampleData }
        if suspend { definition["suspend"] = .bool(true) }
        return ServiceDefinition(
            name: .sample(name),
            description: description,
            version: version,
            action: action,
            steps: steps,
            environment: environment,
            watch: watch.map { .sample($0) },
            dependsOn: dependsOn.map { .sample($0) },
            timeout: timeout,
            retry: retry,
            suspend: suspend,
            data: .object(definition)
        )
    }
}

extension JSONObject {
    fileprivate mutating func write(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { self[key] = .array(texts.map(JSONValue.string)) }
    }

    fileprivate mutating func write(_ action: ServiceDefinition.Action) {
        switch action {
        case .script(let path): self["deploy_script"] = .string(path.text)
        case .playbook(let playbook): write(playbook)
        }
    }

    private mutating func write(_ playbook: ServiceDefinition.Playbook) {
        self["ansible_playbook"] = .string(playbook.path.text)
        write("inventory", playbook.inventory.map(\.text))
        self["limit"] = playbook.limit.map(JSONValue.string)
        write("tags", playbook.tags)
        write("skip_tags", playbook.skipTags)
        if !playbook.extraVariables.members.isEmpty { self["extra_vars"] = .object(playbook.extraVariables) }
        write("extra_vars_files", playbook.extraVariablesFiles.map(\.text))
        self["user"] = playbook.user.map(JSONValue.string)
        if !playbook.vaultIDs.isEmpty { self["vault_ids"] = .array(playbook.vaultIDs.map(\.sampleData)) }
        self["requirements"] = playbook.requirements.map { .array($0.map { .string($0.text) }) }
        self["forks"] = playbook.forks.map { .integer($0) }
    }
}

extension VaultID {
    fileprivate var sampleData: JSONValue { .members(["id": .string(id), "secret": .string(secret)]) }
}

extension StepDefinition {
    fileprivate var sampleData: JSONValue {
        var members = JSONObject([JSONObject.Member("name", .string(name))])
        members["description"] = description.map(JSONValue.string)
        return .object(members)
    }
}

extension RetryPolicy {
    fileprivate var sampleData: JSONValue {
        .members([
            "limit": .integer(limit), "backoff": .string(DurationText.text(milliseconds: backoff)),
            "max_backoff": .string(DurationText.text(milliseconds: maximumBackoff)),
        ])
    }
}
