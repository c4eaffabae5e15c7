/// What `ansible-playbook` is told by variables: our plugin, and places of its own for this run.
enum AnsibleEnvironment {
    /// The variables, which go before those of the run's `definition`; what that tells Ansible of callbacks stays.
    static func variables(
        _ folder: RunFolder,
        _ files: AnsibleFiles,
        _ definition: [String: String] = [:]
    ) -> [String: String] {
        var variables = [
            // A variable takes the place of what an ansible.cfg says, so that it has to say that too.
            "ANSIBLE_CALLBACK_PLUGINS": ([folder.ansible] + callbackFolders(files, definition)).joined(separator: ":"),
            // An ansible.cfg may name a plugin that keeps Ansible from starting.
            "ANSIBLE_STDOUT_CALLBACK": "default",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_LOCAL_TEMP": folder.temporary,
            // None: Ansible's own short name for each host, in the folder that is this run's. What an ansible.cfg names
            // could be another run's, whose end would end this one's connections.
            "ANSIBLE_SSH_CONTROL_PATH": "",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": files.controlFolder,
            "ANSIBLE_PERSISTENT_CONTROL_PATH_DIR": files.controlFolder,
            "RECONCILER_EVENTS_FD": String(AnsibleCommandLine.eventsDescriptor),
        ]
        variables["ANSIBLE_CONFIG"] = files.configuration
        variables["ANSIBLE_ROLES_PATH"] = files.searched?.roles
        variables["ANSIBLE_COLLECTIONS_PATH"] = files.searched?.collections
        return variables
    }

    /// Where Ansible would look for callback plugins if nobody told it of ours.
    private static func callbackFolders(_ files: AnsibleFiles, _ definition: [String: String]) -> [String] {
        if let folders = definition["ANSIBLE_CALLBACK_PLUGINS"] { return [folders] }
        if let folders = files.callbackFolders { return [folders] }
        let home = definition["ANSIBLE_HOME"] ?? "~/.ansible"
        return ["\(home)/plugins/callback", "/usr/share/ansible/plugins/callback"]
    }
}
