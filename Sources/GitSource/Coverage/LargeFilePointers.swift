/// Knows the blobs that are Git LFS pointers instead of the files that they stand for.
final class LargeFilePointers {
    private static let beginning = Array("version https://git-lfs.github.com/spec/".utf8)
    /// A pointer is shorter than this.
    private static let limit = 200
    private let store: any ObjectStore
    private var plain: Set<ObjectID> = []
    private var pointers: Set<ObjectID> = []

    init(_ store: any ObjectStore) {
        self.store = store
    }

    /// Looks at each blob once: at its size, and at its bytes only if it is as short as a pointer.
    func contains(_ id: ObjectID) throws -> Bool {
        if plain.contains(id) { return false }
        if pointers.contains(id) { return true }
        let size = try store.size(ofBlob: id)
        guard size < LargeFilePointers.limit, size > LargeFilePointers.beginning.count,
            let bytes = try store.blob(id, limit: LargeFilePointers.limit),
            bytes.starts(with: LargeFilePointers.beginning)
        else {
            plain.insert(id)
            return false
        }
        pointers.insert(id)
        return true
    }

    func trim() {
        if plain.count > 1_000_000 { plain = [] }
    }
}
