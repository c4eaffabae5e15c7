internal import Domain

/// What a digest covers, by the number that is stored with it.
///
/// A number's meaning never changes: what was stored by an older one is computed again to find what it is by the
/// present one (``RevisionDigests``).
enum DigestScheme: Int {
    case first = 1
    /// With the targets of covered links, what the `ansible.cfg` names, the playbooks that are imported, and more of what
    /// is beside a playbook.
    case second

    static let current = DigestScheme.second

    /// Whether what is covered leads to more.
    var followsReferences: Bool { self != .first }
}
