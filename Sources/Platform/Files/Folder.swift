internal import Glibc

/// Making folders and looking at what is in them.
package enum Folder {
    /// Makes the folder at `path` with exactly these permissions, whatever the umask; one that is there stays as it is.
    ///
    /// With `parents` the missing folders above it are made too, with the same permissions. Something else that
    /// has the name is ENOTDIR.
    package static func create(_ path: String, mode: UInt32 = 0o700, parents: Bool = false) throws(SystemError) {
        do {
            try createOne(path, mode: mode)
        } catch  where parents && error.code == ENOENT {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
            try create(String(path[..<slash]), mode: mode, parents: true)
            try createOne(path, mode: mode)
        }
    }

    /// The names in a folder, sorted, without "." and "..".
    ///
    /// Names that are not UTF-8 are repaired, and so cannot be opened: this is for folders of our own.
    package static func names(in path: String) throws(SystemError) -> [String] {
        let folder = try Descriptor.open(path, [.read, .directory])
        return try DirectoryStream.names(of: folder).map { String(decoding: $0.dropLast(), as: UTF8.self) }.sorted()
    }

    /// Whether anything is at `path`, a broken symlink included.
    package static func somethingExists(at path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }

    /// Whether a folder is at `path`, and no symlink to one.
    package static func isFolder(at path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    private static func createOne(_ path: String, mode: UInt32) throws(SystemError) {
        do {
            try systemCall("make the folder \(path)") { mkdir(path, mode) }
            try systemCall("set the mode of \(path)") { chmod(path, mode) }
        } catch  where error.code == EEXIST {
            _ = try Descriptor.open(path, [.read, .directory])
        }
    }
}
