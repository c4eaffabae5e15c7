import Domain
import Platform
import TestSupport
import Testing

@Suite("A daemon whose disk fills up")
struct DiskShortageTests {
    @Test("starts no run, says why, and goes on by itself when there is room", .enabled(if: SmallDisk.isPossible))
    func shortage() async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(trace.samples.script("web"))
            try Folder.create("\(folder)/state")
            let disk = try SmallDisk(at: "\(folder)/state", size: "64m")
            defer { disk.remove() }
            var options = DaemonUnderTest.Options(repository: repository.bare)
            options.arguments += ["--retention-free-bytes", "16MiB"]
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await daemon.waitFor("web", "succeeded")

            let filler = "\(daemon.stateDir)/filler"
            try await Subprocess.succeed("dd", ["if=/dev/zero", "of=\(filler)", "bs=1M", "count=52", "status=none"])
            try await waitUntil("the daemon sees it") {
                try await daemon.run("status").output.contains("No run starts")
            }
            try await repository.push(trace.samples.script("web", version: "2"))
            #expect(try await daemon.run("sync").exit == 0)
            let service = try #require(try await daemon.service("web"))
            #expect(service["decision"]?["decision"]?.string == "wait")
            #expect(service["decision"]?["reason"]?.string == "disk_full")
            #expect(service["sync_status"]?.string == "out_of_sync")
            #expect(try await daemon.deployments(of: "web").count == 1)
            #expect(try await daemon.run("explain", "web").output.contains("of retention.free_bytes"))

            // Neither a restart nor a person's word makes room.
            try await daemon.end()
            let restarted = try await DaemonUnderTest(in: folder, options)
            #expect(try await restarted.run("sync", "--force", "web").exit == 0)
            #expect(try await restarted.service("web")?["decision"]?["reason"]?.string == "disk_full")
            #expect(trace.lines == ["web 1"])

            try FolderRemoval.remove(filler)
            try await restarted.waitFor("web", "succeeded", count: 2)
            #expect(trace.lines == ["web 1", "web 2"])
            try await waitUntil("the daemon says so") { try await !restarted.run("status").output.contains("No run") }
            let said = restarted.log.split(separator: "\n").filter { $0.contains("no run starts until there is") }
            #expect(said.count == 2)
            try await restarted.end()
        }
    }
}
