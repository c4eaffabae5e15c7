/// Where Ansible looks for roles and collections when some were installed for the run, separated by ":".
///
/// What is beside the playbook comes first whatever is said here; then what the `ansible.cfg` that applies says, then
/// what was installed. Where that says nothing, the machine's own are behind what was installed.
struct SearchedFolders: Hashable, Sendable {
    let roles: String
    let collections: String

    private static let rolesOfMachine = "~/.ansible/roles:/usr/share/ansible/roles:/etc/ansible/roles"
    private static let collectionsOfMachine = "~/.ansible/collections:/usr/share/ansible/collections"

    /// With what is installed in the folder `requirements`.
    init(_ configuration: AnsibleConfigurationFile?, behind requirements: String) {
        func said(_ key: String) -> String? { configuration?.folders(key, in: "defaults") }
        let collectionsSaid = said("collections_path") ?? said("collections_paths")
        roles = Self.joined(said("roles_path"), requirements + "/roles", Self.rolesOfMachine)
        collections = Self.joined(
            collectionsSaid,
            requirements + "/collections",
            Self.collectionsOfMachine
        )
    }

    private static func joined(_ said: String?, _ installed: String, _ machine: String) -> String {
        said.map { "\($0):\(installed)" } ?? "\(installed):\(machine)"
    }
}
