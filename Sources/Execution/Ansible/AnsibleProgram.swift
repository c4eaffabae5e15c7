/// The `ansible-playbook` that runs playbooks, as the daemon's configuration names it.
package struct AnsibleProgram: Hashable, Sendable {
    /// A path, or a name that is looked for in the run's `PATH`.
    package var program: String
    /// What it is always given, before everything else.
    package var arguments: [String]

    package init(program: String = "ansible-playbook", arguments: [String] = []) {
        self.program = program
        self.arguments = arguments
    }
}
