internal import Glibc

/// Puts small folders on disk as a whole.
package enum FolderSync {
    /// Folders in folders, at most.
    private static let depth = 64

    /// Returns once the folder at `path`, everything in it, and its own name are on disk.
    ///
    /// - Throws: ``SystemError``, ELOOP for one that is deeper than any of ours.
    package static func run(_ path: String) throws(SystemError) {
        try synchronize(path, depth: 0)
        try runName(in: Paths.folder(of: path))
    }

    /// Returns once the names in the folder at `path` are on disk.
    package static func runName(in path: String) throws(SystemError) {
        try Descriptor.open(path, [.read, .directory]).synchronize()
    }

    private static func synchronize(_ path: String, depth: Int) throws(SystemError) {
        guard depth <= FolderSync.depth else { throw SystemError(code: ELOOP, action: "put \(path) on disk") }
        if Folder.isFolder(at: path) {
            for name in try Folder.names(in: path) { try synchronize("\(path)/\(name)", depth: depth + 1) }
            try runName(in: path)
        } else {
            try Descriptor.open(path, [.read, .noFollow, .nonBlocking]).synchronize()
        }
    }
}
