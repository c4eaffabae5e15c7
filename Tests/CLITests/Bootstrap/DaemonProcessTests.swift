import Domain
import Foundation
import Glibc
import Platform
import Testing

@testable import CLI

@Suite("The daemon as a process")
struct DaemonProcessTests {
    private static func configuration(source: String = "one", level: String = "info", listen: Int = 0) -> String {
        #"""
        {"state_dir": "state", "status_listen": "127.0.0.1:\#(listen)", "log": {"level": "\#(level)"},
         "sources": [{"name": "\#(source)", "url": "/nowhere/repository.git", "interval": "0s"}]}
        """#
    }

    private func configuredSources(_ daemon: SpawnedDaemon) async throws -> [String] {
        let sources = try await daemon.status()?["sources"]?.array ?? []
        return sources.filter { $0["ref"]?.string != nil }.compactMap { $0["name"]?.string }
    }

    @Test("ends with 0 when it is told to stop", arguments: [SIGTERM, SIGINT])
    func stop(signal: Int32) async throws {
        let daemon = try await SpawnedDaemon(Self.configuration())
        #expect(try await daemon.end(signal) == .exited(0))
        #expect(daemon.log.contains(" info started version=\(Version.text) state_dir=\(daemon.stateDir) "))
        #expect(daemon.log.contains(" info stopped "))
        #expect(!FileManager.default.fileExists(atPath: "\(daemon.stateDir)/control.sock"))
    }

    @Test("says that another one is there, and ends with 1")
    func second() async throws {
        let daemon = try await SpawnedDaemon(Self.configuration())
        let console = RecordingConsole()
        let line = [
            "run", "--repo", "/nowhere", "--state-dir", daemon.stateDir, "--status-listen", "127.0.0.1:0",
        ]
        #expect(await Program.run(line, .sample(console)) == .failed)
        #expect(console.messages.first?.hasPrefix("another daemon uses the state dir \(daemon.stateDir)") == true)
        #expect(try await daemon.status() != nil)
        #expect(try await daemon.end(SIGTERM) == .exited(0))
    }

    @Test("keeps its configuration on SIGHUP when the file is bad, and says so")
    func badFile() async throws {
        let daemon = try await SpawnedDaemon(Self.configuration())
        try daemon.folder.write("config.json", #"{"sources": 7}"#)
        try daemon.signal(SIGHUP)
        try await eventually("the log says so") {
            daemon.log.contains("config.json:1:13: expected an array of sources, found a number")
        }
        #expect(try await configuredSources(daemon) == ["one"])
        #expect(try await daemon.end(SIGTERM) == .exited(0))
    }

    @Test("takes another configuration on SIGHUP, and names what waits for a restart")
    func goodFile() async throws {
        let daemon = try await SpawnedDaemon(Self.configuration())
        try daemon.folder.write("config.json", Self.configuration(source: "two", level: "debug", listen: 1))
        try daemon.signal(SIGHUP)
        try await eventually("the new source is followed") { try await configuredSources(daemon) == ["two"] }
        #expect(daemon.log.contains(#"warning "a changed key takes effect at the next start" key=status_listen"#))
        #expect(daemon.log.contains(#"info "configuration read" changed=true"#))
        #expect(try await daemon.end(SIGTERM) == .exited(0))
    }
}
