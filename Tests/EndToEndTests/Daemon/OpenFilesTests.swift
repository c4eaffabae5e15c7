import Testing

@Suite("The limit of open files")
struct OpenFilesTests {
    @Test("is raised for the daemon, and as it was for a run")
    func limits() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: "ulimit -Sn > \"$TRACE.files\"") }) { options in
            options.wrapper = ["/bin/sh", "-c", "ulimit -Sn 300; exec \"$0\" \"$@\""]
        } _: { scene in
            _ = try await scene.daemon.waitFor("web", "succeeded")
            #expect(TextFile.read("\(scene.trace.path).files") == "300\n")
            let line = try #require(
                TextFile.read("/proc/\(scene.daemon.pid)/limits")?.split(separator: "\n")
                    .first { $0.hasPrefix("Max open files") }
            )
            let limits = line.split(separator: " ").compactMap { UInt64($0) }
            #expect(limits.count == 2 && limits[0] == limits[1] && limits[0] > 300)
        }
    }
}
