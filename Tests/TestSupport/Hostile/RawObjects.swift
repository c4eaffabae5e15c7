internal import CLibgit2
import Foundation

/// A repository of one's own into which objects are written as they are told: nothing in them is checked.
struct RawObjects: ~Copyable {
    /// The bare repository that holds them, for Git's own programs.
    let repository: String
    /// Every object that was written, each once.
    private(set) var written: Set<ObjectName> = []
    private let scratch: GitScratch
    private let database: OpaquePointer

    init() throws {
        let scratch = try GitScratch("hostile")
        // What makes a folder a repository for Git, without the half of a hundred files of `git init`.
        try scratch.write("ref: refs/heads/main\n", to: "HEAD")
        for folder in ["objects", "refs"] {
            try FileManager.default.createDirectory(atPath: scratch.file(folder), withIntermediateDirectories: true)
        }
        git_libgit2_init()
        var made: OpaquePointer?
        try Self.check(git_odb_open(&made, scratch.file("objects")))
        guard let made else { throw GitProgram.Failure(description: "libgit2 opens no object database") }
        (self.scratch, repository, database) = (scratch, scratch.path, made)
    }

    deinit {
        git_odb_free(database)
        git_libgit2_shutdown()
    }

    mutating func blob(_ bytes: [UInt8]) throws -> ObjectName { try write(bytes, GIT_OBJECT_BLOB) }

    mutating func blob(_ text: String) throws -> ObjectName { try blob(Array(text.utf8)) }

    /// A tree with these entries in this order.
    mutating func tree(asTold entries: [RawEntry]) throws -> ObjectName {
        try write(entries.flatMap(\.bytes), GIT_OBJECT_TREE)
    }

    /// A tree with these entries in the order that Git wants.
    mutating func tree(_ entries: [RawEntry]) throws -> ObjectName {
        try tree(asTold: entries.sorted(by: RawEntry.precedes))
    }

    mutating func tree(bytes: [UInt8]) throws -> ObjectName { try write(bytes, GIT_OBJECT_TREE) }

    mutating func commit(_ text: String) throws -> ObjectName { try write(Array(text.utf8), GIT_OBJECT_COMMIT) }

    /// A blob of so many zeros, which is never in memory as a whole and takes a thousandth of the room.
    mutating func blob(zeros size: Int64) throws -> ObjectName {
        var stream: UnsafeMutablePointer<git_odb_stream>?
        try Self.check(git_odb_open_wstream(&stream, database, git_object_size_t(size), GIT_OBJECT_BLOB))
        defer { git_odb_stream_free(stream) }
        let portion = [CChar](repeating: 0, count: 1 << 20)
        var rest = Int(size)
        while rest > 0 {
            let count = min(rest, portion.count)
            try Self.check(git_odb_stream_write(stream, portion, count))
            rest -= count
        }
        var id = git_oid()
        try Self.check(git_odb_stream_finalize_write(&id, stream))
        return note(id)
    }

    private mutating func write(_ bytes: [UInt8], _ type: git_object_t) throws -> ObjectName {
        var id = git_oid()
        try bytes.withUnsafeBytes { try Self.check(git_odb_write(&id, database, $0.baseAddress, $0.count, type)) }
        return note(id)
    }

    private mutating func note(_ id: git_oid) -> ObjectName {
        let name = withUnsafeBytes(of: id) { ObjectName(bytes: Array($0.prefix(20))) }
        written.insert(name)
        return name
    }

    private static func check(_ code: Int32) throws {
        guard code < 0 else { return }
        let words = git_error_last().map { String(cString: $0.pointee.message) } ?? "code \(code)"
        throw GitProgram.Failure(description: "libgit2 writes no object: \(words)")
    }
}
