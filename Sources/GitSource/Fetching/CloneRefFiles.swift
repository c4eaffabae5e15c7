internal import Domain
internal import Platform

/// The refs of a clone as the files that they are, also where libgit2 passes over damaged ones.
///
/// Nothing here ever packs them into one file.
enum CloneRefFiles {
    /// One ref.
    struct File {
        /// Its full name.
        let name: String
        /// What it says; nil if that is no object id.
        let id: ObjectID?
    }

    private static let top = "refs/reconciler"

    /// The refs in the clone at `repository`, at most so many; none where there is no such folder.
    static func all(in repository: String, limit: Int) throws -> [File] {
        var files: [File] = []
        try collect(top, in: repository, depth: 0, limit: limit, into: &files)
        return files
    }

    private static func collect(
        _ name: String,
        in repository: String,
        depth: Int,
        limit: Int,
        into files: inout [File]
    ) throws {
        let path = "\(repository)/\(name)"
        guard depth <= TreeLimits.depth, files.count < limit, Folder.somethingExists(at: path) else { return }
        guard Folder.isFolder(at: path) else {
            if !name.hasSuffix(".lock") { files.append(File(name: name, id: id(in: path))) }
            return
        }
        for part in try Folder.names(in: path) {
            try collect("\(name)/\(part)", in: repository, depth: depth + 1, limit: limit, into: &files)
        }
    }

    private static func id(in path: String) -> ObjectID? {
        // What cannot be read is a damaged one.
        guard let bytes = try? DurableFile.read(path, limit: 4_096), bytes.last == 0x0A else { return nil }
        return ObjectID(hex: String(decoding: bytes.dropLast(), as: UTF8.self))
    }
}
