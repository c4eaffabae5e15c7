internal import CLibgit2
internal import Domain
internal import Glibc

/// The name of a Git object: 20 bytes.
struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
    static let length = 20

    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// The bytes in their order.
    var bytes: [UInt8] {
        withUnsafeBytes(of: high.bigEndian, Array.init) + withUnsafeBytes(of: middle.bigEndian, Array.init)
            + withUnsafeBytes(of: low.bigEndian, Array.init)
    }

    var hex: String { Hexadecimal.text(bytes) }

    var description: String { hex }

    /// The commit's name as the domain writes it.
    var revision: Revision? { Revision(hex) }

    /// Reads the first 20 bytes; nil if there are fewer.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= ObjectID.length else { return nil }
        let start = bytes.startIndex
        high = ObjectID.number(bytes[start..<(start + 8)])
        middle = ObjectID.number(bytes[(start + 8)..<(start + 16)])
        low = UInt32(truncatingIfNeeded: ObjectID.number(bytes[(start + 16)..<(start + 20)]))
    }

    init(_ oid: git_oid) {
        let bytes = withUnsafeBytes(of: oid.id) { Array($0) }
        high = ObjectID.number(bytes[0..<8])
        middle = ObjectID.number(bytes[8..<16])
        low = UInt32(truncatingIfNeeded: ObjectID.number(bytes[16..<20]))
    }

    /// Nil unless `hex` is 40 hexadecimal digits.
    init?(hex: String) {
        var oid = git_oid()
        guard hex.utf8.count == 2 * ObjectID.length, git_oid_fromstr(&oid, hex) == 0 else { return nil }
        self.init(oid)
    }

    init?(_ revision: Revision) { self.init(hex: revision.hex) }

    /// As libgit2 wants it.
    var oid: git_oid {
        var oid = git_oid()
        let bytes = bytes
        withUnsafeMutableBytes(of: &oid.id) { $0.copyBytes(from: bytes) }
        return oid
    }

    static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
