internal import Glibc

/// How much of the disk a file or a folder with everything in it takes.
package struct FolderSize: ~Copyable {
    /// How deep it looks: so many descriptors are open at once.
    private static let deepest = 32

    /// More than any disk has; so many bytes are told at most, whatever a file system says.
    private static let most: Int64 = 1 << 60

    private var left: Int
    private var bytes: Int64 = 0

    private init(atMost entries: Int) {
        left = entries
    }

    /// The bytes that what is at `path` takes; 0 if nothing is there.
    ///
    /// A symlink counts itself.
    ///
    /// Looks at so many files and folders at most, and not into folders that are too deep: others may have made them.
    package static func bytes(of path: String, atMost entries: Int = 200_000) throws(SystemError) -> Int64 {
        var size = FolderSize(atMost: entries)
        try size.add(Array(path.utf8) + [0], in: AT_FDCWD, depth: 0)
        return size.bytes
    }

    private mutating func add(_ name: [UInt8], in folder: Int32, depth: Int) throws(SystemError) {
        guard left > 0, let information = try FolderSize.information(name, in: folder) else { return }
        left -= 1
        bytes += min(max(0, Int64(information.st_blocks)), (Self.most - bytes) / 512) * 512
        guard information.st_mode & S_IFMT == S_IFDIR, depth < Self.deepest else { return }
        guard let inner = FolderSize.open(name, in: folder) else { return }
        for name in try DirectoryStream.names(of: inner, limit: left) {
            try add(name, in: inner.number, depth: depth + 1)
        }
    }

    /// Nil if it is not there any more.
    private static func information(_ name: [UInt8], in folder: Int32) throws(SystemError) -> stat? {
        var information = stat()
        do {
            try systemCall("look at a file") { fstatat(folder, characters(name), &information, AT_SYMLINK_NOFOLLOW) }
            return information
        } catch  where error.isMissing {
            return nil
        }
    }

    /// Nil for a folder that is gone, or that nobody may look into.
    private static func open(_ name: [UInt8], in folder: Int32) -> Descriptor? {
        let number = openat(folder, characters(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        return number == -1 ? nil : Descriptor(adopting: number)
    }

    private static func characters(_ name: [UInt8]) -> [CChar] { name.map { CChar(bitPattern: $0) } }
}
