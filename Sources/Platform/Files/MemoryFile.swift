internal import CLinux

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
}
