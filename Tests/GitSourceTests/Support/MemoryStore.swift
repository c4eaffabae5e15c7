import Crypto
import Domain

@testable import GitSource

/// Trees and blobs in memory, which notes what is read.
final class MemoryStore: ObjectStore {
    private var trees: [ObjectID: Tree] = [:]
    private var blobs: [ObjectID: [UInt8]] = [:]
    private(set) var readTrees: [ObjectID] = []
    private(set) var readBlobs: [ObjectID] = []

    func forgetReads() { (readTrees, readBlobs) = ([], []) }

    func tree(_ id: ObjectID) throws(GitError) -> Tree {
        readTrees.append(id)
        guard let tree = trees[id] else { throw missing(id) }
        return tree
    }

    func size(ofBlob id: ObjectID) throws(GitError) -> Int {
        guard let bytes = blobs[id] else { throw missing(id) }
        return bytes.count
    }

    func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? {
        readBlobs.append(id)
        guard let bytes = blobs[id] else { throw missing(id) }
        return bytes.count <= limit ? bytes : nil
    }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try blob(id, limit: .max)?.withUnsafeBytes(body)
    }

    private func missing(_ id: ObjectID) -> GitError {
        GitError(task: "read \(id)", code: -3, category: 9, message: "object not found")
    }

    func add(blob bytes: [UInt8]) throws -> ObjectID {
        let id = try Self.id(bytes, "blob")
        blobs[id] = bytes
        return id
    }

    /// A tree of exactly these entries, in this order.
    func add(tree entries: [(name: [UInt8], mode: EntryMode, id: ObjectID)]) throws -> ObjectID {
        var bytes: [UInt8] = []
        for entry in entries { bytes += Array("\(entry.mode.text) ".utf8) + entry.name + [0] + entry.id.bytes }
        let id = try Self.id(bytes, "tree")
        trees[id] = Tree(bytes)
        return id
    }

    /// The tree of a folder.
    func add(_ folder: SampleFolder) throws -> ObjectID {
        var entries: [(key: String, entry: (name: [UInt8], mode: EntryMode, id: ObjectID))] = []
        for (name, item) in folder.items {
            let (mode, id) = try add(item)
            entries.append((mode == .folder ? name + "/" : name, (Array(name.utf8), mode, id)))
        }
        let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return try add(tree: sorted.map(\.entry))
    }

    private func add(_ item: SampleFolder.Item) throws -> (EntryMode, ObjectID) {
        switch item {
        case .file(let text): (.file, try add(blob: Array(text.utf8)))
        case .executable(let text): (.executable, try add(blob: Array(text.utf8)))
        case .link(let target): (.link, try add(blob: Array(target.utf8)))
        case .submodule: (.submodule, try Self.id([], "commit"))
        case .folder(let folder): (.folder, try add(folder))
        }
    }

    private static func id(_ bytes: [UInt8], _ kind: String) throws -> ObjectID {
        guard let id = ObjectID(try MessageDigest.sha256.hash(Array(kind.utf8) + bytes)[...]) else {
            throw missingDigest
        }
        return id
    }

    private static let missingDigest = CryptoFailure(code: 0)
}

/// A folder as a test describes it.
struct SampleFolder: Hashable, Sendable {
    indirect enum Item: Hashable, Sendable {
        case file(String)
        case executable(String)
        case link(String)
        case submodule
        case folder(SampleFolder)
    }

    var items: [String: Item] = [:]

    init(_ files: KeyValuePairs<String, Item> = [:]) {
        for (path, item) in files { self[path] = item }
    }

    /// What is at a path; setting makes the folders above it, and setting nil leaves none of them empty.
    subscript(path: String) -> Item? {
        get { at(path.split(separator: "/")[...]) }
        set { set(path.split(separator: "/")[...], newValue) }
    }

    private func at(_ path: ArraySlice<Substring>) -> Item? {
        guard let name = path.first, let item = items[String(name)] else { return nil }
        guard path.count > 1 else { return item }
        guard case .folder(let folder) = item else { return nil }
        return folder.at(path.dropFirst())
    }

    private mutating func set(_ path: ArraySlice<Substring>, _ item: Item?) {
        guard let name = path.first.map(String.init) else { return }
        guard path.count > 1 else {
            items[name] = item
            return
        }
        var folder = SampleFolder()
        if case .folder(let present) = items[name] { folder = present } else if item == nil { return }
        folder.set(path.dropFirst(), item)
        items[name] = folder.items.isEmpty ? nil : .folder(folder)
    }
}
