import Platform

/// A file system of its own for one test, in memory; only root may have one.
package struct SmallDisk: Sendable {
    package static let isPossible: Bool = {
        let folder = "/tmp/small-disk-\(UInt64.random(in: 0...UInt64.max))"
        guard (try? Folder.create(folder)) != nil, let disk = try? SmallDisk(at: folder, size: "64k") else {
            return false
        }
        disk.remove()
        return (try? FolderRemoval.remove(folder)) != nil
    }()

    private let folder: String

    /// - `size`: As `mount` takes it, such as `64k`.
    package init(at folder: String, size: String) throws {
        self.folder = folder
        try Self.call("mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder])
    }

    package func remove() {
        // What stays mounted is seen by the removal of the folder.
        try? Self.call("umount", ["-l", folder])
    }

    private static func call(_ program: String, _ arguments: [String]) throws {
        guard let file = ExecutableSearch.find(program, path: "/usr/bin:/bin:/usr/sbin:/sbin"),
            try SpawnRequest(executable: file, arguments: arguments).start().wait().isSuccess
        else { throw Failure(program: program) }
    }

    private struct Failure: Error, CustomStringConvertible {
        let program: String
        var description: String { "\(program) failed, or is not there" }
    }
}
