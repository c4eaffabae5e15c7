internal import Domain
internal import Platform

extension RunSpecification {
    var json: JSONValue {
        .members([
            "format": .integer(Self.format),
            "deployment": .integer(deployment),
            "service": .string(service),
            "version": .string(version),
            "revision": .string(revision),
            "marker": .string(marker),
            "folder": .string(folder.text),
            "action": action.json,
            "environment": .object(JSONObject(environment.map { JSONObject.Member($0.name, $0.json) })),
            "timeout": .integer(timeout),
            "surroundings": settings.json,
            "limits": limits.json,
            "boot": .string(boot),
            "outside": .optional(outside),
        ])
    }

    /// Reads what ``json`` wrote.
    init(_ json: JSONValue) throws(UnreadableRecord) {
        let record = RecordReader(json, "run.json")
        try record.require(format: Self.format)
        guard let folder = RepositoryPath(try record.string("folder")) else { throw record.wrong("folder") }
        self.init(
            deployment: try record.integer("deployment", within: 1...Int64.max),
            service: try record.string("service"),
            version: try record.string("version"),
            revision: try record.string("revision"),
            marker: try record.string("marker"),
            folder: folder,
            action: try ServiceDefinition.Action(record: try record.record("action")),
            environment: try Self.variables(record),
            timeout: try record.integer("timeout", clampedTo: RunLimits.spans),
            settings: try RunSettings(try record.record("surroundings")),
            limits: try RunLimits(try record.record("limits")),
            boot: try record.string("boot"),
            outside: record.optional("outside")
        )
    }

    private static func variables(_ record: RecordReader) throws(UnreadableRecord) -> [EnvironmentVariable] {
        var variables: [EnvironmentVariable] = []
        for member in try record.object("environment").members {
            if let value = member.value.string {
                variables.append(EnvironmentVariable(name: member.key, value: value))
            } else if let secret = member.value["secret"]?.string {
                variables.append(EnvironmentVariable(name: member.key, secret: secret))
            } else {
                throw record.wrong("environment")
            }
        }
        return variables
    }
}

extension ServiceDefinition.Action {
    fileprivate var json: JSONValue {
        switch self {
        case .script(let path): .members(["script": .string(path.text)])
        case .playbook(let playbook):
            .members([
                "playbook": .string(playbook.path.text),
                "inventory": .array(playbook.inventory.map { .string($0.text) }),
                "limit": .optional(playbook.limit),
                "tags": .array(playbook.tags.map(JSONValue.string)),
                "skip_tags": .array(playbook.skipTags.map(JSONValue.string)),
                "extra_vars": .object(playbook.extraVariables),
                "extra_vars_files": .array(playbook.extraVariablesFiles.map { .string($0.text) }),
                "user": .optional(playbook.user),
                "vault_ids": .array(playbook.vaultIDs.map(\.json)),
                "forks": .optional(playbook.forks) { .integer($0) },
                "requirements": playbook.requirements.map { .array($0.map { .string($0.text) }) } ?? .null,
            ])
        }
    }

    fileprivate init(record: RecordReader) throws(UnreadableRecord) {
        if let script = record.optional("script") {
            self = .script(try record.path(script, "script"))
            return
        }
        self = .playbook(
            ServiceDefinition.Playbook(
                path: try record.path(try record.string("playbook"), "playbook"),
                inventory: try record.paths("inventory"),
                limit: record.optional("limit"),
                tags: try record.strings("tags"),
                skipTags: try record.strings("skip_tags"),
                extraVariables: try record.object("extra_vars"),
                // A version that did not write these had none of them.
                extraVariablesFiles: record.has("extra_vars_files") ? try record.paths("extra_vars_files") : [],
                user: record.optional("user"),
                vaultIDs: record.has("vault_ids") ? try record.records("vault_ids").map(VaultID.init) : [],
                forks: try record.optional("forks", within: 1...Int.max),
                requirements: record.has("requirements") ? try record.paths("requirements") : nil
            )
        )
    }
}

extension VaultID {
    fileprivate var json: JSONValue { .members(["id": .string(id), "secret": .string(secret)]) }

    fileprivate init(_ record: RecordReader) throws(UnreadableRecord) {
        self.init(id: try record.string("id"), secret: try record.string("secret"))
    }
}

extension RunSettings {
    fileprivate var json: JSONValue {
        .members([
            "path": .string(path),
            "agent_socket": .optional(agentSocket),
            "ansible": .array(([ansible.program] + ansible.arguments).map(JSONValue.string)),
            "galaxy": galaxy.json,
            "account": account?.json ?? .null,
            "open_files": openFiles.map { .integer(Int64(clamping: $0)) } ?? .null,
        ])
    }

    fileprivate init(_ record: RecordReader) throws(UnreadableRecord) {
        self.init()
        path = try record.string("path")
        agentSocket = record.optional("agent_socket")
        let command = try record.strings("ansible")
        guard let program = command.first else { throw record.wrong("ansible") }
        ansible = AnsibleProgram(program: program, arguments: Array(command.dropFirst()))
        // A version that did not write it had no such settings.
        if record.has("galaxy") { galaxy = try GalaxySettings(try record.record("galaxy")) }
        if record.has("account") { account = try Account(try record.record("account")) }
        openFiles = try record.optional("open_files", within: 0...UInt64(Int64.max))
    }
}

extension RunLimits {
    private struct Field {
        let name: String
        let path: WritableKeyPath<RunLimits, Int64>
        let range: ClosedRange<Int64>
    }

    private static var fields: [Field] {
        [
            Field(name: "log_bytes", path: \.logBytes, range: bytes),
            Field(name: "log_tail_bytes", path: \.logTailBytes, range: bytes),
            Field(name: "report_bytes", path: \.reportBytes, range: bytes),
            Field(name: "patience", path: \.patience, range: spans),
            Field(name: "drain", path: \.drain, range: spans),
            Field(name: "surrender", path: \.surrender, range: spans),
        ]
    }

    fileprivate var json: JSONValue {
        .object(JSONObject(Self.fields.map { JSONObject.Member($0.name, .integer(self[keyPath: $0.path])) }))
    }

    fileprivate init(_ record: RecordReader) throws(UnreadableRecord) {
        self.init()
        for field in Self.fields {
            self[keyPath: field.path] = try record.integer(field.name, clampedTo: field.range)
        }
    }
}
