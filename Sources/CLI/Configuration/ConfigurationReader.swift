internal import Domain
internal import Platform

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
        /// Finds a user of the machine.
        var account: @Sendable (String) -> Account? = Account.find

        struct User: Sendable {
            var isRoot: Bool
            var name: String?
        }
    }

    let input: Input
    var collector = ProblemCollector()
    var layers: SettingLayers
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
        let listen = value(.statusListen) { setting throws(ConfigurationProblem) in try setting.listenAddress() }
        let socket = value(.controlSocket) { setting throws(ConfigurationProblem) in try setting.filePath() }
        let concurrency = value(.concurrency) { setting throws(ConfigurationProblem) in
            try setting.integer(in: 1...1_000)
        }
        let (limits, retention, budget, ansible, log) = (limits(), retention(), budget(), ansible(), log())
        let statusListen = listen ?? DaemonConfiguration.defaultListen
        let access = access(at: statusListen)
        let secrets = secrets()
        let runAs = runAs()
        let found = collector.problems.count
        let sources = sources()
        let soundSources = collector.problems.count == found ? sources : nil
        let hosts = value(.allowedHosts) { setting throws(ConfigurationProblem) in try setting.hostNames() }
        let origins = value(.origins) { setting throws(ConfigurationProblem) in try setting.origins() }
        let hooksListen = hooksListen(besides: statusListen, sources: soundSources)
        guard let stateDir, let sources else { return nil }
        return DaemonConfiguration(
            stateDir: stateDir,
            sources: sources,
            statusListen: statusListen,
            hooksListen: hooksListen,
            controlSocket: socket ?? DefaultPlaces.controlSocket(in: stateDir),
            concurrency: concurrency ?? DaemonConfiguration.defaultConcurrency,
            limits: limits,
            access: access,
            retention: retention,
            budget: budget,
            ansible: ansible,
            secrets: secrets,
            log: log,
            runAs: runAs,
            allowedHosts: hosts ?? [],
            origins: origins ?? []
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

    private mutating func limits() -> DaemonConfiguration.Limits {
        DaemonConfiguration.Limits(maxChanged: limit(.maxChanged), maxRemoved: limit(.maxRemoved))
    }

    private mutating func limit(_ key: ConfigurationKey) -> Int? {
        value(key) { setting throws(ConfigurationProblem) in try setting.integer(in: 0...1_000_000) }
    }

    private mutating func ansible() -> DaemonConfiguration.Ansible {
        let defaults = DaemonConfiguration.defaultAnsible
        let program = value(.ansiblePlaybook) { setting throws(ConfigurationProblem) in try setting.program() }
        let arguments = value(.ansibleArguments) { setting throws(ConfigurationProblem) in try setting.strings() }
        let environment = input.environment
        let vaultPassword = value(.vaultPassword) { setting throws(ConfigurationProblem) in
            try SecretPlace.read(setting, environment)
        }
        let galaxy = value(.galaxy) { setting throws(ConfigurationProblem) in
            try GalaxyConfiguration(setting, environment)
        }
        return DaemonConfiguration.Ansible(
            playbook: program ?? defaults.playbook,
            arguments: arguments ?? defaults.arguments,
            vaultPassword: vaultPassword,
            galaxy: galaxy ?? GalaxyConfiguration()
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

    /// Reads the key in every layer, so that every problem is found; the first layer counts.
    mutating func value<Value>(
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
    mutating func miss(_ key: String, _ message: String) {
        guard !isFileUnreadable else { return }
        collector.add(ConfigurationProblem(origin: .missing(key), message: message))
    }

    private func nonEmpty(_ variable: String) -> String? {
        input.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}
