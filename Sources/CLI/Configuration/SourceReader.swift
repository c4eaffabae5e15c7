internal import Domain
internal import GitSource
internal import StatusAPI

/// Reads the config repositories that the configuration names.
struct SourceReader {
    private let environment: [String: String]
    private(set) var collector = ProblemCollector()

    init(environment: [String: String]) {
        self.environment = environment
    }

    /// The entries of `sources`; those that cannot be read are left out and have their problems.
    mutating func sources(_ setting: Setting) -> [SourceConfiguration]? {
        guard let node = collector.attempt({ () throws(ConfigurationProblem) in try setting.node() }) else {
            return nil
        }
        guard case .array(let items) = node.content else {
            collector.add(setting.problem("expected an array of sources, found \(node.kind)"))
            return nil
        }
        guard !items.isEmpty else {
            collector.add(setting.problem("expected at least one source"))
            return nil
        }
        var names: Set<SourceName> = []
        var sources: [SourceConfiguration] = []
        for item in items {
            let part = setting.part(item)
            guard let source = source(part) else { continue }
            if !names.insert(source.name).inserted {
                collector.add(part.problem("another source is called \"\(source.name)\" too; give it a \"name\""))
            }
            sources.append(source)
        }
        return sources
    }

    private mutating func source(_ setting: Setting) -> SourceConfiguration? {
        guard let object = object(setting, known: FileKeys.source, later: FileKeys.laterSource) else { return nil }
        let url = url(object)
        let name = name(object, url: url)
        let ref = ref(object["ref"])
        let path = read(object["path"], RepositoryAddress.folder)
        let interval = read(object["interval"]) { setting throws(ConfigurationProblem) in try setting.duration() }
        let timeout = read(object["timeout"], Self.timeout)
        let shown = credentials(object["credentials"])
        let ca = certificates(object["ca"])
        let hookSecret = hookSecret(object["hook_secret"])
        let onRewrite = read(object["on_rewrite"], Self.rewrite)
        guard let url, let name else { return nil }
        return SourceConfiguration(
            name: name,
            url: url,
            ref: ref ?? .head,
            path: path ?? .root,
            interval: interval ?? SourceConfiguration.defaultInterval,
            timeout: timeout ?? GitSourceConfiguration.defaultTimeout,
            credentials: shown ?? .none,
            ca: ca,
            hookSecret: hookSecret,
            onRewrite: onRewrite ?? .follow
        )
    }

    private mutating func url(_ object: ObjectSettings) -> RemoteURL? {
        guard let setting = object["url"] else {
            collector.add(object.setting.problem("the key \"url\" is missing"))
            return nil
        }
        return read(setting, RepositoryAddress.url)
    }

    private mutating func name(_ object: ObjectSettings, url: RemoteURL?) -> SourceName? {
        guard let setting = object["name"] else { return url.flatMap(RepositoryAddress.name) }
        return read(setting) { setting throws(ConfigurationProblem) in
            let text = try setting.string()
            guard let name = SourceName(text) else {
                throw setting.problem("a source's name must be \(ServiceName.rule)")
            }
            return name
        }
    }

    private mutating func ref(_ setting: Setting?) -> RefSelector? {
        guard let setting, let object = object(setting, known: FileKeys.ref) else { return nil }
        let given = FileKeys.ref.sorted().compactMap { key in object[key].map { (key, $0) } }
        guard given.count == 1, let (key, value) = given.first else {
            collector.add(setting.problem("expected one of \"branch\", \"tag\", \"semver\" and \"commit\""))
            return nil
        }
        return read(value) { setting throws(ConfigurationProblem) in try RepositoryAddress.ref(key, setting) }
    }

    /// The file of certificates, which must be there.
    mutating func certificates(_ setting: Setting?) -> String? {
        read(setting) { setting throws(ConfigurationProblem) in
            let path = try setting.filePath()
            do {
                _ = try CertificateAuthorities.read(path)
            } catch {
                throw setting.problem("\(error)")
            }
            return path
        }
    }

    static func timeout(_ setting: Setting) throws(ConfigurationProblem) -> Int64 {
        let milliseconds = try setting.duration()
        guard milliseconds > 0 else { throw setting.problem("a timeout must be longer than 0s") }
        return milliseconds
    }

    static func rewrite(_ setting: Setting) throws(ConfigurationProblem) -> HoldRules.Rewrite {
        try setting.choice("way to meet a rewrite", \.rawValue)
    }

    private mutating func object(
        _ setting: Setting,
        known: Set<String>,
        later: Set<String> = []
    ) -> ObjectSettings? {
        let object = collector.attempt { () throws(ConfigurationProblem) in
            try ObjectSettings(setting, known: known, later: later)
        }
        collector.add(object?.problems ?? [])
        return object
    }

    private mutating func read<Value>(
        _ setting: Setting?,
        _ decode: (Setting) throws(ConfigurationProblem) -> Value
    ) -> Value? {
        guard let setting else { return nil }
        return collector.attempt { () throws(ConfigurationProblem) in try decode(setting) }
    }
}

extension SourceReader {
    /// `{"username", "password"}`, `{"token"}` or `{"ssh_key", "known_hosts"}`.
    private mutating func credentials(_ setting: Setting?) -> SourceConfiguration.Credentials? {
        guard let setting, let object = object(setting, known: FileKeys.credentials) else { return nil }
        switch FileKeys.credentials.filter({ object[$0] != nil }) {
        case ["token"]: return secret(object["token"]).map { .token($0) }
        case ["username", "password"]:
            let (username, password) = (secret(object["username"]), secret(object["password"]))
            guard let username, let password else { return nil }
            return .password(username: username, password: password)
        case ["ssh_key", "known_hosts"]:
            let key = secret(object["ssh_key"])
            let hosts = secret(object["known_hosts"], limit: SecretPlace.knownHostsLimit)
            guard let key, let hosts else { return nil }
            return .ssh(key: key, knownHosts: hosts)
        default:
            let forms = "\"token\", or \"username\" and \"password\", or \"ssh_key\" and \"known_hosts\""
            collector.add(setting.problem("expected \(forms)"))
            return nil
        }
    }

    /// The secret itself, so that another one in the same place is another configuration.
    private mutating func hookSecret(_ setting: Setting?) -> HookSecret? {
        let environment = environment
        return read(setting) { setting throws(ConfigurationProblem) in
            let place = try SecretPlace.read(setting, environment)
            do {
                return HookSecret(try place.text(environment))
            } catch {
                throw setting.problem("\(error)")
            }
        }
    }

    private mutating func secret(_ setting: Setting?, limit: Int = SecretPlace.limit) -> SecretPlace? {
        let environment = environment
        return read(setting) { setting throws(ConfigurationProblem) in
            try SecretPlace.read(setting, environment, limit: limit)
        }
    }
}
