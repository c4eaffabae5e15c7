internal import CLibgit2
internal import Domain

/// The name of a Git object: 20 bytes.
struct ObjectID: Hashable, Sendable {
    /// The bytes, kept as libgit2 keeps them.
    let raw: git_oid

    init(_ raw: git_oid) {
        self.raw = raw
    }

    /// Reads 40 lower-case hexadecimal digits.
    init?(hex: String) {
        var raw = git_oid()
        guard hex.utf8.count == 40, git_oid_fromstr(&raw, hex) == 0 else { return nil }
        self.raw = raw
    }

    var bytes: [UInt8] { withUnsafeBytes(of: raw.id) { Array($0) } }

    var hex: String { Hexadecimal.text(bytes) }

    /// As a revision; nil never happens for 20 bytes, and is the caller's to refuse.
    var revision: Revision? { Revision(hex) }

    static func == (left: ObjectID, right: ObjectID) -> Bool {
        withUnsafeBytes(of: left.raw.id) { left in
            withUnsafeBytes(of: right.raw.id) { right in left.elementsEqual(right) }
        }
    }

    func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: raw.id) { hasher.combine(bytes: $0) }
    }
}
