/// What playbooks and `ansible.cfg` files name: each is read once, wherever it is and whoever covers it.
final class TextFacts {
    /// The largest file that is read.
    private static let limit = 1 << 20
    /// How many bytes of names are kept at once.
    private static let capacity = 16 << 20

    private let store: any ObjectStore
    private var imports: [ObjectID: [[UInt8]]] = [:]
    private var configurations: [ObjectID: [AnsibleConfiguration.Named]] = [:]
    private var size = 0

    init(_ store: any ObjectStore) {
        self.store = store
    }

    /// The playbooks that a playbook imports; none of one that is larger than 1 MiB.
    func imports(of playbook: ObjectID) throws -> [[UInt8]] {
        if let known = imports[playbook] { return known }
        let names = PlaybookImports.names(in: try store.blob(playbook, limit: Self.limit) ?? [])
        makeRoom(for: names)
        imports[playbook] = names
        return names
    }

    /// What an `ansible.cfg` names; nothing if it is larger than 1 MiB.
    func named(in configuration: ObjectID) throws -> [AnsibleConfiguration.Named] {
        if let known = configurations[configuration] { return known }
        let named = AnsibleConfiguration.named(in: try store.blob(configuration, limit: Self.limit) ?? [])
        makeRoom(for: named.map(\.path))
        configurations[configuration] = named
        return named
    }

    private func makeRoom(for names: [[UInt8]]) {
        let count = names.reduce(Self.overhead) { $0 + Self.overhead + $1.count }
        if size + count > Self.capacity { (imports, configurations, size) = ([:], [:], 0) }
        size += count
    }

    /// What a file or a name takes besides its bytes.
    private static let overhead = 64
}
