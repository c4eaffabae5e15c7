import Domain
import StatusAPI
import TestSupport
import Testing
import WebServer

@Suite("What people have the daemon do")
struct DeedLogTests {
    private let daemon = FakeDaemon()

    private func post(_ target: String, _ body: String) async throws -> [RecordingLog.Line] {
        _ = try await Answer.of(daemon.control, "POST", target, [:], body, peer: .unix(user: 1_000, process: 42))
        return daemon.deeds.lines
    }

    @Test(
        "is in the log, with who said it",
        arguments: [
            ("/suspend", #"{"service": "a", "reason": "so"}"#, "service suspended", ["service": "a", "reason": "so"]),
            ("/resume", #"{"service": "a"}"#, "service resumed", ["service": "a"]),
            ("/cancel", #"{"deployment": 1}"#, "cancellation requested", ["deployment": "1"]),
            ("/sync", #"{"services": ["a"]}"#, "sync requested", ["services": #"["a"]"#, "force": "false"]),
            ("/forget", #"{"source": "a"}"#, "source forgotten", ["source": "a", "services": #"["web"]"#]),
            ("/backup", #"{"path": "/b"}"#, "backup written", ["path": "/b", "bytes": "4096"]),
            ("/users", #"{"name": "alice", "password": "sesame"}"#, "user added", ["user": "alice"]),
            (
                "/users", #"{"action": "update", "name": "alice", "password": "sesame"}"#, "user updated",
                ["user": "alice"]
            ),
            ("/users", #"{"action": "delete", "name": "alice"}"#, "user deleted", ["user": "alice"]),
            ("/tokens", #"{"type": "config"}"#, "token created", [:]),
            ("/tokens", #"{"action": "revoke", "id": 7}"#, "token revoked", ["token": "7"]),
            ("/tokens", #"{"action": "rotate-key"}"#, "signing key rotated", ["old_keys_dropped": "false"]),
        ]
    )
    func told(target: String, body: String, deed: String, fields: [String: String]) async throws {
        let lines = try await post(target, body)
        #expect(lines.map(\.message) == [deed])
        let line = try #require(lines.first)
        #expect(line.fields["by"] == "eve")
        #expect(line.fields["uid"] == "1000")
        #expect(line.fields["pid"] == "42")
        for (name, value) in fields { #expect(line.fields[name] == value) }
        #expect(!line.fields.values.contains { $0.contains("sesame") || $0.contains("a.b.c") })
    }

    @Test("is a warning where a held revision is accepted")
    func accepted() async throws {
        let revision = Revision.sample().hex
        let lines = try await post("/sync", #"{"accept": "\#(revision)"}"#)
        #expect(lines.map(\.message) == ["sync requested", "revision accepted"])
        #expect(lines.last?.level == .warning)
        #expect(lines.last?.fields["revision"] == revision)
    }

    @Test("is not said to be done where it was refused")
    func refused() async throws {
        #expect(try await post("/suspend", #"{"service": "b"}"#).isEmpty)
        #expect(try await post("/forget", #"{"source": "b"}"#).isEmpty)
    }
}
