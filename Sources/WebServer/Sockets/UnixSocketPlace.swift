internal import Glibc
internal import Platform

/// A Unix socket's place in an opened folder, so that its path may be of any length and may move.
///
/// A socket's address holds 107 bytes; one through `/proc/self/fd` is short whatever the folder's path.
struct UnixSocketPlace: ~Copyable, Sendable {
    let path: String
    private let folder: Descriptor
    private let name: String

    init(_ path: String) throws(SystemError) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folderPath = slash.map { String(path[...$0]) } ?? "."
        name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        folder = try Descriptor.open(folderPath, [.read, .directory])
    }

    func address() throws(SystemError) -> SocketAddress {
        try SocketAddress(unixPath: "/proc/self/fd/\(folder.number)/\(name)")
    }

    /// What tells this file from another of the same name; nil when nothing is there.
    func fileIdentity() throws(SystemError) -> FileIdentity? {
        var information = stat()
        do {
            try systemCall("look at \(path)") { fstatat(folder.number, name, &information, AT_SYMLINK_NOFOLLOW) }
        } catch  where error.code == ENOENT {
            return nil
        }
        let isSocket = information.st_mode & S_IFMT == S_IFSOCK
        return FileIdentity(device: UInt64(information.st_dev), number: UInt64(information.st_ino), isSocket: isSocket)
    }

    /// Lets the owner alone connect.
    func restrict() throws(SystemError) {
        try systemCall("restrict \(path) to its owner") { fchmodat(folder.number, name, 0o600, 0) }
    }

    func remove() throws(SystemError) {
        try systemCall("remove \(path)") { unlinkat(folder.number, name, 0) }
    }
}

/// Which file something is.
struct FileIdentity: Equatable, Sendable {
    let device: UInt64
    let number: UInt64
    let isSocket: Bool
}
