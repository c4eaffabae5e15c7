/// What Ansible finds by itself beside a playbook or an inventory.
enum AnsibleContent {
    static let configuration = Array("ansible.cfg".utf8)

    private static let first: Set<String> = [
        "roles", "group_vars", "host_vars", "library", "module_utils", "collections",
    ]
    private static let second: Set<String> = ["files", "templates", "vars", "tasks", "handlers", "requirements.yml"]

    /// Whether it is covered by any scheme, or by the one that is named.
    static func contains(_ name: ArraySlice<UInt8>, by scheme: DigestScheme = .current) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        if first.contains(text) || text.hasSuffix("_plugins") { return true }
        return scheme.followsReferences && second.contains(text)
    }
}
