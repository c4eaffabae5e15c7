internal import Glibc

/// How a file is opened; close-on-exec is always added.
package struct OpenFlags: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let read = OpenFlags(rawValue: O_RDONLY)
    package static let write = OpenFlags(rawValue: O_WRONLY)
    package static let readWrite = OpenFlags(rawValue: O_RDWR)
    package static let append = OpenFlags(rawValue: O_APPEND)
    package static let create = OpenFlags(rawValue: O_CREAT)
    package static let exclusive = OpenFlags(rawValue: O_EXCL)
    package static let truncate = OpenFlags(rawValue: O_TRUNC)
    package static let directory = OpenFlags(rawValue: O_DIRECTORY)
    /// A symlink as the path's last part is an error (ELOOP).
    package static let noFollow = OpenFlags(rawValue: O_NOFOLLOW)
    package static let nonBlocking = OpenFlags(rawValue: O_NONBLOCK)
}

extension Descriptor {
    /// Opens a file or a folder.
    ///
    /// A relative path starts at `directory`, the descriptor of an open folder, or else at the working directory.
    /// `mode` is for a file that this creates, less the umask.
    package static func open(
        _ path: String,
        _ flags: OpenFlags = .read,
        in directory: Int32? = nil,
        mode: UInt32 = 0o600
    ) throws(SystemError) -> Descriptor {
        let number = try systemCall("open \(path)") {
            openat(directory ?? AT_FDCWD, path, flags.rawValue | O_CLOEXEC, mode)
        }
        return Descriptor(adopting: number)
    }
}
