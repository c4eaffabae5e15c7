internal import Domain
internal import Platform

/// The program that judges requirements files and has them installed, in a folder of its own that is the run's user's.
///
/// See `reconciler_requirements.py`.
struct RequirementsHelper {
    enum Mode: String {
        case judge
        case install
    }

    let run: RunSpecification
    let folder: RunFolder
    let interpreter: [String]
    private let galaxy: String
    private let configuration: String?
    /// Where the playbook is, absolute: relative paths start there.
    private let start: String

    init(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) throws {
        guard let place = run.place(playbook.path)?.parent else {
            throw CannotStart("the path \(playbook.path) leaves the source")
        }
        (self.run, self.folder) = (run, folder)
        start = place.components.isEmpty ? folder.export : "\(folder.export)/\(place.text)"
        configuration = AnsibleFiles.configuration(playbook, run, folder)
        let settings = run.settings
        let own = ExecutableSearch.find(settings.ansible.program, path: settings.path)
        galaxy = try Self.galaxy(settings, beside: own)
        let words = AnsibleInterpreter.words(of: [galaxy] + [own].compactMap(\.self), path: settings.path)
        guard let words else {
            throw CannotStart("no Python was found for \(galaxy); install Ansible (Debian: ansible-core)")
        }
        interpreter = words
    }

    private static func galaxy(_ settings: RunSettings, beside playbook: String?) throws -> String {
        // The one of the same Ansible, where it has one.
        let sibling = playbook.map { Paths.folder(of: $0) + "/ansible-galaxy" }
        let beside = sibling.flatMap { ExecutableSearch.find($0, path: settings.path) }
        let name = settings.galaxy.program ?? beside ?? "ansible-galaxy"
        if let found = ExecutableSearch.find(name, path: settings.path) { return found }
        let place = name.contains("/") ? "is not an executable file" : "was not found in \(settings.path)"
        throw CannotStart(
            "\(name) \(place), and the service has requirements; install Ansible (Debian: ansible-core), or name it in the "
                + "configuration as ansible.galaxy.program"
        )
    }

    /// Writes what the program needs.
    func write(_ files: [RequirementsFile]) throws {
        for path in [folder.galaxy, target, work] { try Folder.create(path) }
        try DurableFile.write(PackageResources.reconciler_requirements_py, to: script)
        let order = JSONValue.members([
            "root": .string(folder.export), "folder": .string(start), "files": .array(files.map { $0.order(folder) }),
            "local": .bool(run.settings.galaxy.local), "galaxy": .string(galaxy), "target": .string(target),
            "work": .string(work),
        ])
        try DurableFile.write(order.bytes(), to: self.order)
        try run.settings.account?.own(folder.galaxy)
    }

    func request(_ mode: Mode) -> SpawnRequest {
        SpawnRequest(
            executable: interpreter[0],
            arguments: interpreter.dropFirst() + [script, mode.rawValue, order],
            environment: environment,
            workingDirectory: start,
            newSession: true
        )
    }

    /// Where the roles and collections come to be.
    var target: String { folder.galaxy + "/installed" }
    private var work: String { folder.galaxy + "/work" }
    private var script: String { folder.galaxy + "/reconciler_requirements.py" }
    private var order: String { folder.galaxy + "/order.json" }

    private var environment: [String: String] {
        let given = RunEnvironment.variables(run, folder)
        // What is not there yet, and not what the machine has, is looked at to find out what is to be installed.
        var variables = [
            "ANSIBLE_ROLES_PATH": target + "/roles",
            "ANSIBLE_COLLECTIONS_PATH": target + "/collections",
            "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "False",
            "ANSIBLE_GALAXY_CACHE_DIR": work + "/cache",
            "ANSIBLE_GALAXY_DISPLAY_PROGRESS": "False",
            "ANSIBLE_LOCAL_TEMP": folder.temporary,
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_FORCE_COLOR": "0",
            "TMPDIR": folder.temporary,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": "https:http:ssh:git" + (run.settings.galaxy.local ? ":file" : ""),
            "GIT_SSH_COMMAND": given["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes",
        ]
        variables["ANSIBLE_CONFIG"] = configuration
        // Ansible makes the file where there is none, and not every home can be written to.
        let token = (given["HOME"] ?? "") + "/.ansible/galaxy_token"
        if !Folder.somethingExists(at: token) {
            variables["ANSIBLE_GALAXY_TOKEN_PATH"] = work + "/token"
        }
        return given.merging(variables) { $1 }.merging(servers) { $1 }
    }

    private var servers: [String: String] {
        let servers = run.settings.galaxy.servers
        guard !servers.isEmpty else { return [:] }
        var variables = ["ANSIBLE_GALAXY_SERVER_LIST": servers.map(\.name).joined(separator: ",")]
        for server in servers {
            let prefix = "ANSIBLE_GALAXY_SERVER_\(server.name.uppercased())"
            variables["\(prefix)_URL"] = server.url
            variables["\(prefix)_TOKEN"] = run.handed.galaxyTokens[server.name]
        }
        return variables
    }
}

extension RunSpecification {
    /// What else decides what is installed, beside what the files say.
    func requirementsIdentity(_ playbook: ServiceDefinition.Playbook, _ folder: RunFolder) -> [JSONValue] {
        let configuration = AnsibleFiles.applying(playbook, self, folder)
        return [
            // What cannot be read is for Ansible to complain of.
            .optional(configuration.map { (try? RequirementsFile.hash(of: $0)) ?? "" }),
            .array(secretNames.sorted().map(JSONValue.string)),
            .string(settings.account?.name ?? ""),
            .array(settings.galaxy.servers.map { .string($0.url) }),
            .bool(settings.galaxy.local),
            .array(variables.filter { Self.steersFetching($0.name) }.map { .string("\($0.name)=\($0.value)") }),
        ]
    }

    /// Whether Git, Python or ssh look at a variable of this name to find out whom to ask, and how.
    private static func steersFetching(_ name: String) -> Bool {
        let upper = name.uppercased()
        return ["HOME", "TMPDIR", "NETRC"].contains(upper) || upper.hasSuffix("_PROXY")
            || ["GIT_", "SSH_", "SSL_", "XDG_", "CURL_", "REQUESTS_"].contains(where: upper.hasPrefix)
    }
}
