internal import CLinux
internal import Glibc

/// Files that have no name and are on no disk: to hand a child what nobody else is to see.
package enum MemoryFile {
    /// A file that holds `bytes`, to be read from any offset; close-on-exec, gone with its last descriptor.
    package static func make(_ bytes: [UInt8]) throws(SystemError) -> Descriptor {
        let number = try systemCall("make a file in memory") {
            memfd_create("reconciler", UInt32(reconciler_MFD_CLOEXEC))
        }
        let file = Descriptor(adopting: number)
        try file.pwriteAll(bytes, at: 0)
        return file
    }

    /// The same, for a program of this user that opens it by ``Descriptor/pathForOthers`` and looks at its permissions.
    package static func makePrivate(_ bytes: [UInt8]) throws(SystemError) -> Descriptor {
        let file = try make(bytes)
        try systemCall("close a file in memory to other users") { fchmod(file.number, 0o600) }
        return file
    }
}

extension Descriptor {
    /// Where another process of this user can open the same file, as long as this process keeps it open.
    package var pathForOthers: String { "/proc/\(getpid())/fd/\(number)" }
}
