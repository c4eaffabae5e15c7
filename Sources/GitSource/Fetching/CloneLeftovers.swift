internal import Platform

/// What a process that was killed in the middle of an exchange has left of it: locks that nobody holds, halves of
/// packs, and clones that were to replace a damaged one.
///
/// Only one process at a time writes into a clone, so that all of it is old when the next one starts.
enum CloneLeftovers {
    /// Removes what is in the way of the next exchange, or in nobody's.
    static func remove(from folder: CloneFolder) throws {
        for path in folder.halves { try FolderRemoval.remove(path) }
        guard Folder.somethingExists(at: folder.repository) else { return }
        for place in ["", "/objects/pack"] { try removeFiles(in: folder.repository + place) }
        try removeLocks(below: folder.repository + "/refs", depth: 0)
    }

    private static func removeFiles(in folder: String) throws {
        for name in try names(in: folder) where isLock(name) || name.hasPrefix("pack_git2_") {
            try FolderRemoval.remove("\(folder)/\(name)")
        }
    }

    private static func removeLocks(below folder: String, depth: Int) throws {
        guard depth <= TreeLimits.depth else { return }
        for name in try names(in: folder) {
            let path = "\(folder)/\(name)"
            if isLock(name) {
                try FolderRemoval.remove(path)
            } else if Folder.isFolder(at: path) {
                try removeLocks(below: path, depth: depth + 1)
            }
        }
    }

    /// No ref is called so: git forbids it.
    private static func isLock(_ name: String) -> Bool { name.hasSuffix(".lock") }

    private static func names(in folder: String) throws -> [String] {
        Folder.somethingExists(at: folder) ? try Folder.names(in: folder) : []
    }
}
