internal import CLibgit2

/// A Git tree as it is stored: mode, name and object id, one entry after the other.
///
/// Entries are read where they are needed: a folder of ten thousand costs no more than one pass over its bytes.
struct Tree: Sequence, Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes it has.
    var size: Int { bytes.count }

    /// About how many entries it has, by its size, and at least one.
    var estimatedCount: Int { Swift.max(1, bytes.count / Tree.usualEntry) }

    /// The bytes of an entry: mode, id, and a name of twelve letters.
    private static let usualEntry = 40

    /// Everything up to the first byte that is no entry.
    func makeIterator() -> Iterator { Iterator(bytes) }

    /// The first entry of that name.
    func entry(_ name: ArraySlice<UInt8>) -> TreeEntry? { first { $0.name == name } }

    /// The definition file among the entries.
    var definition: TreeEntry? { first(where: \.isDefinition) }

    struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var index = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func next() -> TreeEntry? {
            guard let space = find(UInt8(ascii: " "), from: index), space - index <= 6,
                let end = find(0, from: space + 1), end > space + 1,
                let id = ObjectID(bytes[(end + 1)...].prefix(ObjectID.length))
            else { return nil }
            let raw = bytes[index..<space].reduce(0) { $0 << 3 | UInt32($1 & 7) }
            index = end + 1 + ObjectID.length
            return TreeEntry(name: bytes[(space + 1)..<end], mode: EntryMode(raw: raw), id: id)
        }

        /// Passes over the entries that both have here, byte by byte the same.
        static func skipEqual(_ one: inout Iterator, _ other: inout Iterator) {
            while let end = one.end,
                one.bytes[one.index..<end].elementsEqual(other.bytes[other.index...].prefix(end - one.index))
            {
                other.index += end - one.index
                one.index = end
            }
        }

        /// Where the next entry ends; nil if there is none.
        private var end: Int? {
            guard let zero = find(0, from: index), zero + ObjectID.length < bytes.count else { return nil }
            return zero + 1 + ObjectID.length
        }

        private func find(_ byte: UInt8, from start: Int) -> Int? {
            start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
        }
    }
}

/// One entry of a tree.
struct TreeEntry: Hashable, Sendable {
    static let definitionName = Array("service.json".utf8)

    let name: ArraySlice<UInt8>
    let mode: EntryMode
    let id: ObjectID

    /// Whether it makes the folder that holds it a service's.
    var isDefinition: Bool { mode != .folder && name.elementsEqual(TreeEntry.definitionName) }

    /// Whether the name can be one in a file system, and none that Git keeps for itself.
    var hasUsableName: Bool {
        guard name.count <= 255, !name.contains(UInt8(ascii: "/")) else { return false }
        let text = String(decoding: name, as: UTF8.self)
        return text != "." && text != ".." && text.lowercased() != ".git"
    }
}
