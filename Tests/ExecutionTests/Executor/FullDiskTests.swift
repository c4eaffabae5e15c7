import Domain
import Execution
import Foundation
import Platform
import Testing

@Suite("A run whose disk fills up")
struct FullDiskTests {
    @Test("ends with a failure that says so, and with nothing left of it", .enabled(if: SmallDisk.isPossible))
    func output() async throws {
        let bench = try RunBench()
        let disk = try SmallDisk(at: bench.state, size: "1m")
        let run = try await bench.run(
            script: """
                (setsid sleep 1000 </dev/null >/dev/null 2>&1 &)
                while :; do echo "something that goes on and on and on and on"; done
                """
        )
        #expect(run.end.outcome == .failed)
        #expect(run.end.message?.hasPrefix("what the run says could not be kept: could not write") == true)
        #expect(run.end.message?.hasSuffix("No space left on device") == true)
        #expect(try bench.processes(run.id).isEmpty)
        disk.remove()
    }
}

/// A file system of its own for one test; only root may have one.
private struct SmallDisk {
    static let isPossible: Bool = {
        let folder = "/tmp/small-disk-\(UInt64.random(in: 0...UInt64.max))"
        guard (try? Folder.create(folder)) != nil, let disk = try? SmallDisk(at: folder, size: "64k") else {
            return false
        }
        disk.remove()
        return (try? FolderRemoval.remove(folder)) != nil
    }()

    private let folder: String

    init(at folder: String, size: String) throws {
        self.folder = folder
        try Self.call("mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder])
    }

    func remove() {
        // What stays mounted is seen by the removal of the folder.
        try? Self.call("umount", ["-l", folder])
    }

    private static func call(_ program: String, _ arguments: [String]) throws {
        let file = try #require(ExecutableSearch.find(program, path: "/usr/bin:/bin:/usr/sbin:/sbin"))
        let status = try SpawnRequest(executable: file, arguments: arguments).start().wait()
        try #require(status.isSuccess, "\(program) failed")
    }
}
