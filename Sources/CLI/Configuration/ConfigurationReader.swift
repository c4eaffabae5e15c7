internal import Domain
internal import GitSource

/// Reads the daemon's configuration: a flag over a variable over the file over the default.
struct ConfigurationReader {
    /// What the configuration is read from.
    struct Input: Sendable {
        /// The values of the options of `run`, by their long names.
        var values: [String: String]
        var environment: [String: String]
        /// Absolute.
        var workingDirectory: String
        /// The daemon's own user.
        var user: User

        struct User: Sendable {
            var isRoot: Bool
            var name: String?
        }
    }

    private let input: Input
    private var collector = ProblemCollector()
    private var layers: SettingLayers
    private var isFileUnreadable = false

    /// The option that names the file.
    static let fileOption = OptionSyntax(
        name: "config",
        value: "FILE",
        help: "the configuration file, JSON (RECONCILER_CONFIG)"
    )

    /// Reads and checks everything.
    ///
    /// - Throws: ``InvalidConfiguration`` with every problem that was found.
    static func read(_ input: Input) throws(InvalidConfiguration) -> DaemonConfiguration {
        var reader = ConfigurationReader(input)
        let configuration = reader.configuration()
        guard let configuration, reader.collector.problems.isEmpty else {
            throw InvalidConfiguration(problems: reader.problems)
        }
        return configuration
    }

    private init(_ input: Input) {
        self.input = input
        layers = SettingLayers(
            values: input.values,
            environment: input.environment,
            workingDirectory: input.workingDirectory,
            file: nil
        )
        openFile()
    }

    /// What was found, in the order of the file, then what was said elsewhere.
    private var problems: [ConfigurationProblem] {
        collector.problems.enumerated().sorted { left, right in
            let (one, other) = (left.element.origin.order, right.element.origin.order)
            return one == other ? left.offset < right.offset : one < other
        }.map(\.element)
    }

    private mutating func openFile() {
        guard let path = input.values[Self.fileOption.name] ?? nonEmpty("RECONCILER_CONFIG") else { return }
        let folder = input.workingDirectory
        let file = collector.attempt { () throws(ConfigurationProblem) in
            try ConfigurationFile(path: path, workingDirectory: folder)
        }
        isFileUnreadable = file == nil
        guard let file else { return }
        collector.add(file.problems)
        layers = SettingLayers(
            values: input.values,
            environment: input.environment,
            workingDirectory: input.workingDirectory,
            file: file
        )
    }

    private mutating func configuration() -> DaemonConfiguration? {
        let stateDir = stateDir()
        let listen = value(.statusListen, Self.listenAddress)
        let socket = value(.controlSocket) { setting throws(ConfigurationProblem) in try setting.filePath() }
        let concurrency = value(.concurrency) { setting throws(ConfigurationProblem) in
            try setting.integer(in: 1...1_000)
        }
        let (ansible, log) = (ansible(), log())
        checkRunAs()
        let sources = sources()
        guard let stateDir, let sources else { return nil }
        return DaemonConfiguration(
            stateDir: stateDir,
            sources: sources,
            statusListen: listen ?? DaemonConfiguration.defaultListen,
            controlSocket: socket ?? DefaultPlaces.controlSocket(in: stateDir),
            concurrency: concurrency ?? DaemonConfiguration.defaultConcurrency,
            ansible: ansible,
            log: log
        )
    }

    private mutating func stateDir() -> String? {
        if let said = value(.stateDir, { setting throws(ConfigurationProblem) in try setting.filePath() }) {
            return said
        }
        let places = DefaultPlaces(environment: input.environment, isRoot: input.user.isRoot)
        if let place = places.stateDir { return place }
        miss("state_dir", "cannot be guessed, because HOME is not set; say --state-dir DIR")
        return nil
    }

    private mutating func ansible() -> DaemonConfiguration.Ansible {
        let defaults = DaemonConfiguration.defaultAnsible
        let program = value(.ansiblePlaybook, Self.program)
        let arguments = value(.ansibleArguments, Self.strings)
        return DaemonConfiguration.Ansible(
            playbook: program ?? defaults.playbook,
            arguments: arguments ?? defaults.arguments
        )
    }

    private mutating func log() -> DaemonConfiguration.Log {
        let defaults = DaemonConfiguration.defaultLog
        let format = value(.logFormat) { setting throws(ConfigurationProblem) -> LogFormat in
            try setting.choice("log format", \.rawValue)
        }
        let level = value(.logLevel) { setting throws(ConfigurationProblem) -> LogLevel in
            try setting.choice("log level", \.word)
        }
        return DaemonConfiguration.Log(format: format ?? defaults.format, level: level ?? defaults.level)
    }

    /// A run has the daemon's own rights; as root that must be said.
    private mutating func checkRunAs() {
        let user = input.user
        let name = value(.runAs) { setting throws(ConfigurationProblem) -> String in
            let name = try setting.string()
            guard name == user.name || (name == "root" && user.isRoot) else {
                throw setting.problem(
                    "to run deployments as another user is not supported yet; start the daemon as that user"
                )
            }
            return name
        }
        guard user.isRoot, name == nil, layers.first(.runAs) == nil else { return }
        miss(
            "run_as",
            "is missing: as root every deployment would run with root's rights; say \"root\" (--run-as root) if that "
                + "is what you want, or start the daemon as another user"
        )
    }

    /// Reads the key in every layer, so that every problem is found; the first layer counts.
    private mutating func value<Value>(
        _ key: ConfigurationKey,
        _ decode: (Setting) throws(ConfigurationProblem) -> Value
    ) -> Value? {
        var found: [Value] = []
        for setting in layers.settings(of: key) {
            if let value = collector.attempt({ () throws(ConfigurationProblem) in try decode(setting) }) {
                found.append(value)
            }
        }
        return found.first
    }

    /// A file that cannot be read may hold what seems to be missing.
    private mutating func miss(_ key: String, _ message: String) {
        guard !isFileUnreadable else { return }
        collector.add(ConfigurationProblem(origin: .missing(key), message: message))
    }

    private func nonEmpty(_ variable: String) -> String? {
        input.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension ConfigurationReader {
    /// The config repositories: `sources`, or the one that `--repo` names.
    private mutating func sources() -> [SourceConfiguration]? {
        var reader = SourceReader(environment: input.environment)
        let listed = layers.settings(of: .sources).map { (origin: $0.origin, sources: reader.sources($0)) }
        let single = repository(&reader)
        let (interval, timeout) = pace()
        collector.add(reader.collector.problems)
        guard var sources = choose(single: single, listed: listed) else { return nil }
        for index in sources.indices {
            sources[index].interval = interval ?? sources[index].interval
            sources[index].timeout = timeout ?? sources[index].timeout
        }
        return sources
    }

    private typealias Listed = (origin: SettingOrigin, sources: [SourceConfiguration]?)

    /// `--repo` over the list, but for a list on the line over a variable; both on the line are one too many.
    private mutating func choose(single: SourceConfiguration?, listed: [Listed]) -> [SourceConfiguration]? {
        let repository = layers.first(.repository)
        if case .flag = repository?.origin, case .flag? = listed.first?.origin {
            collector.add(
                ConfigurationProblem(
                    origin: .flag(ConfigurationKey.repository.flag),
                    message: "goes without --sources, which is given too"
                )
            )
        }
        if case .variable = repository?.origin, case .flag? = listed.first?.origin { return listed.first?.sources }
        if repository != nil { return single.map { [$0] } }
        guard let first = listed.first else {
            miss("sources", "no config repository is named; say --repo URL, or \"sources\" in the configuration file")
            return nil
        }
        return first.sources
    }

    /// The config repository of `--repo` and the options that go with it.
    private mutating func repository(_ reader: inout SourceReader) -> SourceConfiguration? {
        guard layers.first(.repository) != nil else {
            refuseStrayOptions()
            return nil
        }
        let url = value(.repository, RepositoryAddress.url)
        let path = value(.path, RepositoryAddress.folder)
        let ref = ref()
        let ca = reader.certificates(layers.first(.ca))
        guard let url, let name = RepositoryAddress.name(from: url) else { return nil }
        return SourceConfiguration(name: name, url: url, ref: ref ?? .head, path: path ?? .root, ca: ca)
    }

    private mutating func ref() -> RefSelector? {
        let given = ConfigurationKey.refs.compactMap { key in layers.first(key).map { (key, $0) } }
        if given.count > 1 {
            let flags = given.map { "\($0.1.origin)" }.joined(separator: ", ")
            collector.add(given[1].1.problem("only one ref can be followed, but several are given: \(flags)"))
        }
        return given.first.flatMap { key, setting in
            collector.attempt { () throws(ConfigurationProblem) in try RepositoryAddress.ref(key.flag, setting) }
        }
    }

    private mutating func refuseStrayOptions() {
        for key in ConfigurationKey.ofRepository {
            guard let setting = layers.first(key), case .flag = setting.origin else { continue }
            collector.add(setting.problem("goes with --repo URL, which is missing"))
        }
    }

    /// Interval and timeout for every source.
    private mutating func pace() -> (interval: Int64?, timeout: Int64?) {
        let interval = value(.interval) { setting throws(ConfigurationProblem) in try setting.duration() }
        return (interval, value(.timeout, SourceReader.timeout))
    }

    private static func listenAddress(_ setting: Setting) throws(ConfigurationProblem) -> ListenAddress {
        let text = try setting.string()
        guard let address = ListenAddress(text) else { throw setting.problem("expected \(ListenAddress.form)") }
        return address
    }

    /// A name to look for in `PATH`, or a path, which is made absolute.
    private static func program(_ setting: Setting) throws(ConfigurationProblem) -> String {
        let text = try setting.string()
        return text.contains("/") ? try setting.filePath() : text
    }

    private static func strings(_ setting: Setting) throws(ConfigurationProblem) -> [String] {
        let node = try setting.node()
        guard case .array(let items) = node.content else {
            throw setting.problem("expected an array of strings, found \(node.kind)")
        }
        var strings: [String] = []
        for item in items {
            guard case .string(let text) = item.content else {
                throw setting.part(item).problem("expected a string, found \(item.kind)")
            }
            strings.append(text)
        }
        return strings
    }
}
