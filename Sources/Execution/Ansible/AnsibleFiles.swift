internal import Domain
internal import Platform

/// What a playbook's run needs beside the export: the plugin, the variables, the vault password, a folder for connections.
struct AnsibleFiles: Hashable, Sendable {
    /// The plugin's name, another one in each run: a file of a known name in the repository could take its place.
    let plugin: String
    /// The `ansible.cfg` that applies, if there is one.
    let configuration: String?
    /// Where the `ansible.cfg` that applies has Ansible look for callback plugins, separated by ":"; nil if it does not say.
    var callbackFolders: String?
    /// Where Ansible looks for roles and collections, if some were installed for the run.
    var searched: SearchedFolders?
    /// Where ssh keeps the sockets of connections that it holds open.
    let controlFolder: String

    /// Writes them into the run's folder.
    static func write(_ playbook: ServiceDefinition.Playbook, _ run: RunSpecification, _ folder: RunFolder) throws
        -> AnsibleFiles
    {
        let plugin = "reconciler_\(run.marker.prefix(16))"
        try Folder.create(folder.ansible)
        try write(PackageResources.reconciler_events_py, to: "\(folder.ansible)/\(plugin).py")
        if !playbook.extraVariables.members.isEmpty {
            try write(JSONValue.object(playbook.extraVariables).bytes(), to: folder.extraVariables)
        }
        try writePasswords(playbook, run, folder)
        let controlFolder = ControlFolder.path(run, folder)
        try Folder.create(controlFolder)
        if let account = run.settings.account {
            for path in [folder.ansible, controlFolder] { try account.own(path) }
        }
        let configuration = configuration(playbook, run, folder)
        let said = applying(playbook, run, folder).flatMap(AnsibleConfigurationFile.read)
        let hasRequirements = Folder.isFolder(at: folder.requirements)
        return AnsibleFiles(
            plugin: plugin,
            configuration: configuration,
            callbackFolders: said?.folders("callback_plugins", in: "defaults"),
            searched: hasRequirements ? SearchedFolders(said, behind: folder.requirements) : nil,
            controlFolder: controlFolder
        )
    }

    private static func writePasswords(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) throws {
        if let password = run.handed.vaultPassword { try write(Array(password.utf8), to: folder.vaultPassword) }
        for (index, vault) in playbook.vaultIDs.enumerated() {
            guard let password = run.handed.values[vault.secret] else { throw UnknownSecret(name: vault.secret) }
            try write(Array(password.utf8), to: folder.vaultPassword(index))
        }
    }

    /// The first of the files that Ansible looks for, in Ansible's order.
    static func applying(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) -> String? {
        let variables = RunEnvironment.variables(run, folder)
        let named = configuration(playbook, run, folder) ?? variables["ANSIBLE_CONFIG"]
        let home = variables["HOME"].map { "\($0)/.ansible.cfg" }
        let places = [named, "\(run.workingDirectory(in: folder))/ansible.cfg", home, "/etc/ansible/ansible.cfg"]
        return places.compactMap(\.self).first(where: Folder.somethingExists)
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        try Descriptor.open(path, [.write, .create, .truncate, .noFollow], mode: 0o600).writeAll(bytes)
    }

    /// The nearest `ansible.cfg` from the playbook's folder up to the export's root.
    static func configuration(
        _ playbook: ServiceDefinition.Playbook,
        _ run: RunSpecification,
        _ folder: RunFolder
    ) -> String? {
        var place = run.place(playbook.path)?.parent
        while let here = place {
            let file = "\(folder.export)/\(here.appending("ansible.cfg").text)"
            if Folder.somethingExists(at: file) { return file }
            place = here.parent
        }
        return nil
    }
}

/// The folder for ssh's sockets, whose paths the system keeps short (`sockaddr_un`: 107 bytes).
enum ControlFolder {
    /// The longest name that ssh gives a socket while it makes it, with the slash before it.
    private static let longestName = 1 + 10 + 17

    static func path(_ run: RunSpecification, _ folder: RunFolder) -> String {
        let inside = folder.rooms + "/ssh"
        return inside.utf8.count + longestName <= 107 ? inside : "/tmp/reconciler-\(run.marker)"
    }

    /// Removes it where it is outside of the run's folder.
    static func remove(_ run: RunSpecification, _ folder: RunFolder) throws {
        let path = path(run, folder)
        if !path.hasPrefix(folder.rooms) { try FolderRemoval.remove(path) }
    }
}
