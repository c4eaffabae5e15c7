internal import CLinux
internal import Glibc

/// The file system that holds a path.
package struct FileSystem: Hashable, Sendable {
    /// What others than the owner of the disk share over a network, where locks and SQLite's shared memory cannot be
    /// relied on.
    package enum Network: String, Sendable {
        case nfs = "NFS"
        case smb = "SMB"
    }

    /// The kernel's number for its type (see statfs(2)).
    package let type: UInt32
    /// What an ordinary user may still write, in bytes.
    package let free: Int64
    /// How many files and folders it can hold; 0 if it sets no limit.
    package let files: Int64
    /// How many more it can hold.
    package let freeFiles: Int64

    package init(type: UInt32, free: Int64, files: Int64 = 0, freeFiles: Int64 = 0) {
        self.type = type
        self.free = free
        self.files = files
        self.freeFiles = freeFiles
    }

    /// Looks at the file system of `path`, which must be there.
    package init(of path: String) throws(SystemError) {
        var information = statfs()
        try systemCall("look at the file system of \(path)") { statfs(path, &information) }
        let blocks = Int64(clamping: information.f_bavail)
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: Int64(information.f_bsize))
        self.init(
            type: UInt32(truncatingIfNeeded: information.f_type),
            free: overflow ? Int64.max : bytes,
            files: Int64(clamping: information.f_files),
            freeFiles: Int64(clamping: information.f_ffree)
        )
    }

    /// The kind of network file system it is; nil for any other.
    package var network: Network? {
        switch type {
        case 0x6969: .nfs
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: .smb
        default: nil
        }
    }
}
