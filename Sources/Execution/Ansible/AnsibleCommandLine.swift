internal import Domain
internal import Platform

/// How a playbook is started.
///
/// Whatever comes from the repository is behind `=` or is an absolute path, so that none of it can be an option.
enum AnsibleCommandLine {
    /// The descriptor on which the plugin reports.
    static let eventsDescriptor: Int32 = 3

    static func request(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder,
        _ files: AnsibleFiles
    ) throws -> SpawnRequest {
        let variables = RunEnvironment.variables(run, folder)
        return SpawnRequest(
            executable: try program(run.settings),
            arguments: try arguments(playbook, run, folder),
            environment: variables.merging(AnsibleEnvironment.variables(folder, files, variables)) { $1 },
            workingDirectory: run.workingDirectory(in: folder),
            newSession: true
        )
    }

    static func arguments(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) throws -> [String] {
        var arguments = run.settings.ansible.arguments
        if run.handed.vaultPassword != nil { arguments.append("--vault-password-file=\(folder.vaultPassword)") }
        arguments += playbook.vaultIDs.enumerated().map { "--vault-id=\($1.id)@\(folder.vaultPassword($0))" }
        for inventory in playbook.inventory {
            arguments.append("--inventory=\(inventory.isHostList ? inventory.text : try path(inventory, run, folder))")
        }
        if let limit = playbook.limit { arguments.append("--limit=\(limit)") }
        arguments += playbook.tags.map { "--tags=\($0)" }
        arguments += playbook.skipTags.map { "--skip-tags=\($0)" }
        if let user = playbook.user { arguments.append("--user=\(user)") }
        if let forks = playbook.forks { arguments.append("--forks=\(forks)") }
        // Of two that set a variable the last one counts.
        for file in playbook.extraVariablesFiles { arguments += ["-e", "@\(try path(file, run, folder))"] }
        if !playbook.extraVariables.members.isEmpty { arguments += ["-e", "@\(folder.extraVariables)"] }
        return arguments + [try path(playbook.path, run, folder)]
    }

    private static func path(_ path: RelativePath, _ run: RunSpecification, _ folder: RunFolder) throws -> String {
        guard let place = run.place(path) else { throw CannotStart("the path \(path) leaves the source") }
        return "\(folder.export)/\(place.text)"
    }

    private static func program(_ settings: RunSettings) throws -> String {
        let name = settings.ansible.program
        if let found = ExecutableSearch.find(name, path: settings.path) { return found }
        let place = name.contains("/") ? "is not an executable file" : "was not found in \(settings.path)"
        throw CannotStart(
            "\(name) \(place); install Ansible (Debian: ansible-core), or name it in the configuration as ansible.playbook"
        )
    }
}
