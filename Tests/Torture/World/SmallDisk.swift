import Foundation
import Glibc
import Platform

/// A small file system of its own, so that it can be full.
final class SmallDisk {
    private let path: String
    private var filler: String { "\(path)/filler" }

    /// Mounts it.
    ///
    /// - Throws: ``Trouble`` where that is not allowed.
    init(at path: String) throws {
        self.path = path
        try Folder.create(path)
        guard try Self.run("mount", ["-t", "tmpfs", "-o", "size=256m,nr_inodes=200k,mode=755", "tmpfs", path]) else {
            throw Trouble("no file system can be mounted here")
        }
    }

    /// Takes all the room there is but so many bytes.
    func fill(leaving rest: Int64) throws {
        let file = try Descriptor.open(filler, [.write, .create])
        // The daemon may take some of it first.
        for _ in 0..<100 {
            let room = try room() - rest
            guard room > 0 else { return }
            let size = try file.size() + room
            if (try? file.allocate(size)) != nil { return }
        }
    }

    private func room() throws -> Int64 {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { throw Trouble("\(path) is no file system: \(errno)") }
        return Int64(facts.f_bavail) * Int64(facts.f_frsize)
    }

    func free() throws { try FolderRemoval.remove(filler) }

    func unmount() throws {
        guard try Self.run("umount", ["--lazy", path]) else { throw Trouble("\(path) cannot be unmounted") }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Bool {
        guard let path = ["/bin", "/usr/bin", "/sbin"].map({ "\($0)/\(program)" }).first(where: isThere) else {
            return false
        }
        return try SpawnRequest(executable: path, arguments: arguments).start().wait().isSuccess
    }

    private static func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
}
