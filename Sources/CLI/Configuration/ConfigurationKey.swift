/// A key of the configuration that holds one value: in the file, as a flag, as a variable.
struct ConfigurationKey: Sendable {
    /// Its place in the file.
    let path: [String]
    /// What stands for the value in the help.
    let placeholder: String
    var choices: [String] = []
    let help: String

    /// `log-level`.
    var flag: String { path.joined(separator: "-").map { $0 == "_" ? "-" : String($0) }.joined() }

    /// `RECONCILER_LOG_LEVEL`.
    var variable: String { "RECONCILER_" + path.joined(separator: "_").uppercased() }

    var option: OptionSyntax {
        OptionSyntax(name: flag, value: placeholder, help: "\(help) (\(variable))")
    }
}

extension ConfigurationKey {
    static let stateDir = ConfigurationKey(
        path: ["state_dir"],
        placeholder: "DIR",
        help: "where the daemon keeps what it knows"
    )
    static let sources = ConfigurationKey(
        path: ["sources"],
        placeholder: "JSON",
        help: "the config repositories, as the configuration file has them"
    )
    static let statusListen = ConfigurationKey(
        path: ["status_listen"],
        placeholder: "HOST:PORT",
        help: "where the status API answers; default 127.0.0.1:8080"
    )
    static let hooksListen = ConfigurationKey(
        path: ["hooks_listen"],
        placeholder: "HOST:PORT",
        help: "where push hooks are taken, such as :8081; default nowhere"
    )
    static let controlSocket = ConfigurationKey(
        path: ["control_socket"],
        placeholder: "PATH",
        help: "the socket for the other commands; default control.sock in the state dir"
    )
    static let concurrency = ConfigurationKey(
        path: ["concurrency"],
        placeholder: "N",
        help: "how many deployments run at once; default 4"
    )
    static let maxChanged = ConfigurationKey(
        path: ["limits", "max_changed"],
        placeholder: "N",
        help: "hold a revision that changes more services than this; new ones are not counted"
    )
    static let maxRemoved = ConfigurationKey(
        path: ["limits", "max_removed"],
        placeholder: "N",
        help: "hold a revision that removes more services than this"
    )
    static let ansiblePlaybook = ConfigurationKey(
        path: ["ansible", "playbook"],
        placeholder: "PROGRAM",
        help: "what runs playbooks; default ansible-playbook"
    )
    static let ansibleArguments = ConfigurationKey(
        path: ["ansible", "arguments"],
        placeholder: "JSON",
        help: "a list of further arguments for it, such as '[\"--diff\"]'"
    )
    static let vaultPassword = ConfigurationKey(
        path: ["ansible", "vault_password"],
        placeholder: "JSON",
        help: "where Ansible's vault password is: '{\"file\": \"PATH\"}' or '{\"env\": \"NAME\"}'"
    )
    static let galaxy = ConfigurationKey(
        path: ["ansible", "galaxy"],
        placeholder: "JSON",
        help: "how the requirements of playbooks are installed, as the configuration file has it"
    )
    static let secrets = ConfigurationKey(
        path: ["secrets"],
        placeholder: "JSON",
        help: "what definitions may name in env, as the configuration file has it"
    )
    static let runAs = ConfigurationKey(
        path: ["run_as"],
        placeholder: "USER",
        help: "whose rights a run has; as root it must be said"
    )
    static let auth = ConfigurationKey(
        path: ["auth"],
        placeholder: "WHAT",
        help: "on: the status API wants a token; off: it answers everybody, on a loopback address only; default off "
            + "there and on elsewhere"
    )
    static let proxies = ConfigurationKey(
        path: ["proxies"],
        placeholder: "JSON",
        help: "a list of the addresses of proxies in front of the status API, such as '[\"192.0.2.7\"]'"
    )
    static let logFormat = ConfigurationKey(
        path: ["log", "format"],
        placeholder: "FORMAT",
        help: "text (the default) or json"
    )
    static let logLevel = ConfigurationKey(
        path: ["log", "level"],
        placeholder: "LEVEL",
        help: "debug, info (the default), warning or error"
    )
    static let allowedHosts = ConfigurationKey(
        path: ["allowed_hosts"],
        placeholder: "JSON",
        help: "a list of names by which the status API may be called, such as '[\"reconciler.example.org\"]'"
    )
    static let origins = ConfigurationKey(
        path: ["origins"],
        placeholder: "JSON",
        help: "a list of web pages that may read it in a browser, such as '[\"https://dashboard.example.org\"]'"
    )

    static let keptDeployments = ConfigurationKey(
        path: ["retention", "deployments"],
        placeholder: "N",
        help: "how many finished deployments of a service are kept; default 100"
    )
    static let keptEvents = ConfigurationKey(
        path: ["retention", "events"],
        placeholder: "N",
        help: "how many events are kept; default 1000000"
    )
    static let eventBytes = ConfigurationKey(
        path: ["retention", "event_bytes"],
        placeholder: "SIZE",
        help: "how much all kept events take together; default 256MiB"
    )
    static let keptAge = ConfigurationKey(
        path: ["retention", "age"],
        placeholder: "DURATION",
        help: "keep no history that is older, such as 2160h; default any age"
    )
    static let logBytes = ConfigurationKey(
        path: ["retention", "log_bytes"],
        placeholder: "SIZE",
        help: "how much of one run's output is kept; default 1GiB"
    )
    static let totalLogBytes = ConfigurationKey(
        path: ["retention", "total_log_bytes"],
        placeholder: "SIZE",
        help: "how much all kept outputs take together; default 10GiB"
    )
    static let freeBytes = ConfigurationKey(
        path: ["retention", "free_bytes"],
        placeholder: "SIZE",
        help: "with less free disk than this no run starts; default 256MiB"
    )

    static let budgetEntries = ConfigurationKey(
        path: ["budget", "entries"],
        placeholder: "N",
        help: "how many files and folders a service may cover; default 1000000"
    )
    static let budgetBytes = ConfigurationKey(
        path: ["budget", "bytes"],
        placeholder: "SIZE",
        help: "how large they may be together; default 16GiB"
    )
    static let budgetFileBytes = ConfigurationKey(
        path: ["budget", "file_bytes"],
        placeholder: "SIZE",
        help: "how large one file may be that a service covers; default 256MiB"
    )
    static let budgetLinks = ConfigurationKey(
        path: ["budget", "links"],
        placeholder: "N",
        help: "how many steps following a service's symlinks may take; default 100000"
    )
    static let budgetDefinitionBytes = ConfigurationKey(
        path: ["budget", "definition_bytes"],
        placeholder: "SIZE",
        help: "how large all definitions of a source may be together; default 64MiB"
    )
    static let budgetTime = ConfigurationKey(
        path: ["budget", "time"],
        placeholder: "DURATION",
        help: "how long reading a revision, or an export, may take; default 5m"
    )

    static let all =
        [
            stateDir, sources, statusListen, hooksListen, controlSocket, concurrency, maxChanged, maxRemoved,
            ansiblePlaybook, ansibleArguments, vaultPassword, galaxy, secrets, runAs, logFormat, logLevel, auth,
            proxies, allowedHosts, origins,
        ] + ofRetention + ofBudget

    private static let ofBudget = [
        budgetEntries, budgetBytes, budgetFileBytes, budgetLinks, budgetDefinitionBytes, budgetTime,
    ]

    private static let ofRetention = [
        keptDeployments, keptEvents, eventBytes, keptAge, logBytes, totalLogBytes, freeBytes,
    ]
}

extension ConfigurationKey {
    /// Flags and variables that describe one config repository without a file; the file has `sources` for that.
    static let repository = ConfigurationKey(
        path: ["repo"],
        placeholder: "URL",
        help: "the config repository to follow, instead of sources"
    )
    static let branch = ConfigurationKey(path: ["branch"], placeholder: "NAME", help: "follow this branch of it")
    static let tag = ConfigurationKey(path: ["tag"], placeholder: "NAME", help: "follow this tag of it")
    static let semver = ConfigurationKey(
        path: ["semver"],
        placeholder: "RANGE",
        help: "follow its greatest version tag in this range"
    )
    static let commit = ConfigurationKey(path: ["commit"], placeholder: "SHA", help: "stay at this commit of it")
    static let path = ConfigurationKey(
        path: ["path"],
        placeholder: "FOLDER",
        help: "look for definitions below this folder of it"
    )
    static let ca = ConfigurationKey(
        path: ["ca"],
        placeholder: "FILE",
        help: "certificates to trust besides the system's"
    )

    static let onRewrite = ConfigurationKey(
        path: ["on_rewrite"],
        placeholder: "WHAT",
        help: "when its history was rewritten: follow (the default) or hold"
    )

    static let refs = [branch, tag, semver, commit]
    static let ofRepository = refs + [path, ca, onRewrite]

    static let interval = ConfigurationKey(
        path: ["interval"],
        placeholder: "DURATION",
        help: "between two polls of every source; default 60s, 0s polls only when asked"
    )
    static let timeout = ConfigurationKey(
        path: ["timeout"],
        placeholder: "DURATION",
        help: "of one poll of every source; default 60s"
    )

    static let shortcuts = [repository] + ofRepository + [interval, timeout]
}

/// The keys of the configuration file, and those that are refused because nothing carries them out yet.
enum FileKeys {
    static let top = Set(ConfigurationKey.all.compactMap(\.path.first))
    static let laterTop: Set<String> = ["pulls", "reports"]
    static let source: Set<String> = [
        "name", "url", "ref", "path", "interval", "timeout", "credentials", "ca", "hook_secret", "on_rewrite",
    ]
    static let laterSource: Set<String> = ["verify_commits"]
    static let ref: Set<String> = ["branch", "tag", "semver", "commit"]
    static let credentials: Set<String> = ["username", "password", "token", "ssh_key", "known_hosts"]
    static let secret: Set<String> = ["file", "env"]
    static let secretOfServices: Set<String> = secret.union(["services"])
    static let limits: Set<String> = ["max_changed", "max_removed"]
    static let ansible: Set<String> = ["playbook", "arguments", "vault_password", "galaxy"]
    static let galaxy: Set<String> = ["program", "servers", "offline", "timeout", "local"]
    static let galaxyServer: Set<String> = ["name", "url", "token"]
    static let log: Set<String> = ["format", "level"]
    static let budget: Set<String> = ["entries", "bytes", "file_bytes", "links", "definition_bytes", "time"]
    static let retention: Set<String> = [
        "deployments", "events", "event_bytes", "age", "log_bytes", "total_log_bytes", "free_bytes",
    ]
}
