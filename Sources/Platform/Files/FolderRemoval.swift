internal import CLinux
internal import Glibc

/// Removes a folder and all it holds, never following a symlink and however deep it is.
///
/// Folders inside the folder are emptied upwards: what they hold is moved up and dealt with there, so neither
/// the depth nor the number of open descriptors grows with what somebody else put there.
package struct FolderRemoval: ~Copyable {
    private let top: Descriptor
    private var nextName: UInt64 = 0
    private var removed = 0
    private let isWanted: () -> Bool

    private init(_ top: consuming Descriptor, while isWanted: @escaping () -> Bool) {
        self.top = top
        self.isWanted = isWanted
    }

    /// After so many entries it is asked whether to go on.
    private static let portion = 4_096

    /// Removes what is at `path`: a file, a symlink itself, or a folder with everything in it.
    ///
    /// With nothing there, there is nothing to do. A relative path starts at `directory`, the descriptor of an open
    /// folder, if given. `isWanted` is asked now and then while there is much to remove; when it says no, the rest
    /// stays, and the error is ECANCELED.
    package static func remove(
        _ path: String,
        in directory: Int32? = nil,
        while isWanted: @escaping () -> Bool = { true }
    ) throws(SystemError) {
        let base = directory ?? AT_FDCWD
        do {
            try systemCall("remove \(path)") { unlinkat(base, path, 0) }
        } catch  where error.code == ENOENT {
            return
        } catch  where error.code == EISDIR || error.code == EPERM {
            var removal = FolderRemoval(try openWritable(Array(path.utf8) + [0], in: base), while: isWanted)
            try removal.empty()
            try systemCall("remove the folder \(path)") { unlinkat(base, path, AT_REMOVEDIR) }
        }
    }

    /// Removes everything in the top folder, one batch of names after the other.
    private mutating func empty() throws(SystemError) {
        while true {
            let names = try DirectoryStream.names(of: top, limit: 4_096)
            guard !names.isEmpty else { return }
            for name in names { try remove(name) }
        }
    }

    private mutating func remove(_ name: DirectoryStream.Name) throws(SystemError) {
        try goOn()
        if try FolderRemoval.unlinkedFile(name, in: top.number) { return }
        let folder = try FolderRemoval.openWritable(name, in: top.number)
        while true {
            let names = try DirectoryStream.names(of: folder, limit: 4_096)
            guard !names.isEmpty else { break }
            for inner in names { try removeOrLift(inner, from: folder.number) }
        }
        try systemCall("remove a folder") { unlinkat(top.number, FolderRemoval.characters(name), AT_REMOVEDIR) }
    }

    private mutating func goOn() throws(SystemError) {
        removed += 1
        guard removed % FolderRemoval.portion == 0, !isWanted() else { return }
        throw SystemError(code: ECANCELED, action: "remove a folder")
    }

    /// Removes a file; moves a folder up to the top under a name of our own.
    private mutating func removeOrLift(_ name: DirectoryStream.Name, from folder: Int32) throws(SystemError) {
        try goOn()
        if try FolderRemoval.unlinkedFile(name, in: folder) { return }
        // Moving a folder rewrites its "..", which needs the right to write into it.
        _ = try FolderRemoval.openWritable(name, in: folder)
        for _ in 0..<1_000_000 {
            nextName += 1
            let lifted = ".removed-\(nextName)"
            do {
                try systemCall("move a folder up") {
                    renameat(folder, FolderRemoval.characters(name), top.number, lifted)
                }
                return
            } catch  where [EEXIST, ENOTEMPTY, ENOTDIR].contains(error.code) {
                continue
            }
        }
        throw SystemError(code: EEXIST, action: "find a free name to move a folder to")
    }

    /// Whether the name was a file, a symlink or the like, and is gone.
    private static func unlinkedFile(_ name: DirectoryStream.Name, in folder: Int32) throws(SystemError) -> Bool {
        do {
            try systemCall("remove a file") { unlinkat(folder, characters(name), 0) }
            return true
        } catch  where error.code == EISDIR || error.code == EPERM {
            return false
        } catch  where error.code == ENOENT {
            return true
        }
    }

    /// Opens a folder, never through a symlink, with the right to remove what it holds.
    private static func openWritable(_ name: DirectoryStream.Name, in folder: Int32) throws(SystemError) -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let path = Int32(reconciler_O_PATH) | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let place = Descriptor(
            adopting: try systemCall("open a folder to remove it") { openat(folder, characters(name), path) }
        )
        // Only its owner and root may; for everybody else the removal itself says what is wrong.
        _ = chmod("/proc/self/fd/\(place.number)", 0o700)
        return Descriptor(adopting: try systemCall("open a folder to remove it") { openat(place.number, ".", flags) })
    }

    private static func characters(_ name: DirectoryStream.Name) -> [CChar] {
        name.map { CChar(bitPattern: $0) }
    }
}
