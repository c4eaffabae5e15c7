/// What `ansible-playbook` is told by variables: our plugin, and places of its own for this run.
enum AnsibleEnvironment {
    static func variables(_ folder: RunFolder, _ files: AnsibleFiles) -> [String: String] {
        var variables = [
            "ANSIBLE_CALLBACK_PLUGINS": folder.ansible,
            "ANSIBLE_CALLBACKS_ENABLED": files.plugin,
            // An ansible.cfg may name a plugin that keeps Ansible from starting.
            "ANSIBLE_STDOUT_CALLBACK": "default",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_LOCAL_TEMP": folder.temporary,
            "ANSIBLE_SSH_CONTROL_PATH_DIR": files.controlFolder,
            "RECONCILER_EVENTS_FD": String(AnsibleCommandLine.eventsDescriptor),
        ]
        variables["ANSIBLE_CONFIG"] = files.configuration
        return variables
    }
}
