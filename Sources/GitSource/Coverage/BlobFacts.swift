/// The sizes of blobs, and which of them are Git LFS pointers instead of the files that they stand for.
final class BlobFacts {
    private static let beginning = Array("version https://git-lfs.github.com/spec/".utf8)
    /// The URL of pointers that were made before the format was published; still read.
    private static let early = Array("version https://hawser.github.com/spec/".utf8)
    /// A pointer is shorter than this, with all lines of its extensions (git-lfs(7), "The Pointer").
    private static let limit = 1024
    private let store: any ObjectStore
    private var sizes: [ObjectID: Int] = [:]
    private var pointers: [ObjectID: Bool] = [:]

    init(_ store: any ObjectStore) {
        self.store = store
    }

    /// Asked of the store once.
    func size(_ id: ObjectID) throws -> Int {
        if let size = sizes[id] { return size }
        let size = try store.size(ofBlob: id)
        sizes[id] = size
        return size
    }

    /// Reads a blob once, and only if it is as short as a pointer.
    func isLargeFilePointer(_ id: ObjectID) throws -> Bool {
        guard (BlobFacts.early.count..<BlobFacts.limit).contains(try size(id)) else { return false }
        if let known = pointers[id] { return known }
        let text = try store.blob(id, limit: BlobFacts.limit) ?? []
        let isPointer = [BlobFacts.beginning, BlobFacts.early].contains { text.starts(with: $0) }
        pointers[id] = isPointer
        return isPointer
    }

    func trim() {
        if sizes.count > 1_000_000 { (sizes, pointers) = ([:], [:]) }
    }
}
