/// What Ansible finds by itself beside a playbook or an inventory.
enum AnsibleContent {
    static let configuration = Array("ansible.cfg".utf8)

    private static let names: Set<String> = [
        "roles", "group_vars", "host_vars", "library", "module_utils", "collections",
    ]

    static func contains(_ name: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        return names.contains(text) || text.hasSuffix("_plugins")
    }
}
