import Glibc
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

    /// Mounts it over a folder; its size and how many files it may hold are as `mount` takes them, such as `64k`.
    package init(at folder: String, size: String, files: String = "200k") throws {
        self.folder = folder
        try Self.call("mount", ["-t", "tmpfs", "-o", "size=\(size),nr_inodes=\(files)", "tmpfs", folder])
    }

    /// How much of it is taken now.
    package var use: DiskPeak.Use {
        get throws {
            var found = statvfs()
            guard statvfs(folder, &found) == 0 else { throw Failure(program: "statvfs of \(folder)") }
            return DiskPeak.Use(
                bytes: Int64(found.f_blocks - found.f_bfree) * Int64(found.f_frsize),
                files: Int64(found.f_files - found.f_ffree)
            )
        }
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
