internal import Domain
internal import GitSource
internal import Platform
internal import StatusAPI

/// The daemon's configuration, complete and checked.
struct DaemonConfiguration: Hashable, Sendable {
    var stateDir: String
    var sources: [SourceConfiguration]
    var statusListen: ListenAddress
    /// Where push hooks are taken; nil for nowhere.
    var hooksListen: ListenAddress?
    var controlSocket: String
    /// How many runs go on at once.
    var concurrency: Int
    var limits = Limits()
    var access = Access()
    var retention = RetentionLimits()
    /// What reading a revision and exporting a service may cost.
    var budget = ReadingBudget()
    var ansible: Ansible
    /// What definitions may name in `env`, by that name.
    var secrets: [String: ServiceSecret]
    var log: Log
    /// Whose rights a run has; nil: those of the daemon.
    var runAs: Account?
    /// Names by which `status_listen` may be called, besides addresses, `localhost` and its own host.
    var allowedHosts: [String] = []
    /// Web pages that may read what `status_listen` answers.
    var origins: [String] = []

    /// What one revision may do to the services of its source before a person has to accept it; nil for anything.
    struct Limits: Hashable, Sendable {
        var maxChanged: Int?
        var maxRemoved: Int?
    }

    /// Who may read the status API.
    struct Access: Hashable, Sendable {
        /// Whether it wants a token.
        var isGuarded = false
        /// The proxies in front of it, which say for whom they ask.
        var proxies: [AddressRange] = []
    }

    struct Ansible: Hashable, Sendable {
        /// The program that runs playbooks: a path, or a name to look for in `PATH`.
        var playbook: String
        /// What it is given in front of everything else.
        var arguments: [String]
        var vaultPassword: SecretPlace?
        var galaxy = GalaxyConfiguration()
    }

    struct Log: Hashable, Sendable {
        var format: LogFormat
        var level: LogLevel
    }

    static let defaultListen = ListenAddress(host: "127.0.0.1", port: 8080)
    static let defaultConcurrency = 4
    static let defaultAnsible = Ansible(playbook: "ansible-playbook", arguments: [])
    static let defaultLog = Log(format: .text, level: .info)
}

/// How log lines look.
enum LogFormat: String, CaseIterable, Sendable {
    case text
    case json
}
