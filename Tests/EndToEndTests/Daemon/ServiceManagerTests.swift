import Glibc
import Platform
import Testing

@Suite("Under a service manager")
struct ServiceManagerTests {
    /// Gives `body` a daemon that tells how it is, with a watchdog of a second.
    private func withNotifyingDaemon(_ body: (DaemonUnderTest, NotifyListener) async throws -> Void) async throws {
        try await withFolder { folder in
            let listener = try NotifyListener(in: folder)
            var options = DaemonUnderTest.Options(repository: "\(folder)/nothing.git")
            options.environment = ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "1000000"]
            try await body(try await DaemonUnderTest(in: folder, options), listener)
        }
    }

    @Test("the daemon says that it is ready, reads anew, and stops")
    func life() async throws {
        try await withNotifyingDaemon { daemon, listener in
            try await waitUntil("it is ready") { try listener.lines.contains("READY=1") }
            #expect(try listener.lines.contains("STATUS=Following nothing"))
            kill(daemon.pid, SIGHUP)
            try await waitUntil("it is ready again") { try listener.lines.filter { $0 == "READY=1" }.count == 2 }
            let lines = try listener.lines
            #expect(lines.contains("RELOADING=1"))
            #expect(lines.contains { $0.hasPrefix("MONOTONIC_USEC=") })
            #expect(try await daemon.end() == 0)
            #expect(try listener.lines.contains("STOPPING=1"))
        }
    }

    @Test("an idle loop feeds the watchdog")
    func watchdog() async throws {
        try await withNotifyingDaemon { _, listener in
            try await waitUntil("it is fed") { try listener.lines.filter { $0 == "WATCHDOG=1" }.count >= 5 }
        }
    }

    @Test("a watchdog for another process is not fed")
    func otherProcess() async throws {
        try await withFolder { folder in
            let listener = try NotifyListener(in: folder)
            var options = DaemonUnderTest.Options(repository: "\(folder)/nothing.git")
            options.environment = [
                "NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1",
            ]
            let daemon = try await DaemonUnderTest(in: folder, options)
            for _ in 1...3 { _ = try await daemon.run("sync") }
            #expect(try await daemon.end() == 0)
            #expect(try !listener.lines.contains("WATCHDOG=1"))
        }
    }
}
