internal import Domain
internal import Platform

/// The secrets of one run on their way from the daemon to its supervisor, through memory alone.
struct HandedSecrets: Hashable, Sendable {
    /// By the names that the definition knows them by.
    var values: [String: String] = [:]
    var vaultPassword: String?
    /// By the names of the servers.
    var galaxyTokens: [String: String] = [:]
    /// By which the run reports; its supervisor makes one if there is none.
    var token: String?

    private static let limits = JSONLimits(bytes: 64 << 20, depth: 4)

    /// The secrets that a run needs, as they are now.
    static func read(for run: RunSpecification, from secrets: RunSecrets) async throws -> HandedSecrets {
        var handed = HandedSecrets()
        for name in run.secretNames { handed.values[name] = try secrets.value(name, run.service) }
        if case .playbook = run.action {
            handed.vaultPassword = try secrets.vaultPassword()
            handed.galaxyTokens = try secrets.galaxyTokens()
        }
        handed.token = try await secrets.token(run.deployment, run.longest)
        return handed
    }

    /// A file in memory that holds them.
    func file() throws -> Descriptor {
        let json = JSONValue.members([
            "values": Self.object(values), "galaxy_tokens": Self.object(galaxyTokens),
            "vault_password": .optional(vaultPassword),
            "token": .optional(token),
        ])
        return try MemoryFile.make(json.bytes())
    }

    private static func object(_ texts: [String: String]) -> JSONValue {
        .object(JSONObject(texts.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }))
    }

    /// Reads what ``file()`` wrote.
    init(from file: borrowing Descriptor) throws {
        let bytes = try file.pread(upTo: Int(clamping: min(file.size(), Int64(Self.limits.bytes))), at: 0)
        let record = RecordReader(try JSONParser.parse(bytes, limits: Self.limits).value, "the handed secrets")
        for member in try record.object("values").members { values[member.key] = member.value.string }
        let tokens = record.has("galaxy_tokens") ? try record.object("galaxy_tokens") : JSONObject()
        for member in tokens.members { galaxyTokens[member.key] = member.value.string }
        vaultPassword = record.optional("vault_password")
        token = record.optional("token")
    }

    init() {}

    /// Every value.
    var all: [String] {
        Array(values.values) + Array(galaxyTokens.values) + [vaultPassword].compactMap(\.self)
    }
}

extension RunSpecification {
    /// A variable as the run gets it.
    struct Variable: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// The secrets that the definition names, by the names that the daemon's configuration knows them by.
    var secretNames: Set<String> { action.secretNames(with: environment) }

    /// The definition's variables with the values of secrets.
    var variables: [Variable] {
        environment.compactMap { variable in
            switch variable.value {
            case .text(let text): Variable(name: variable.name, value: text)
            case .secret(let name): handed.values[name].map { Variable(name: variable.name, value: $0) }
            }
        }
    }
}
