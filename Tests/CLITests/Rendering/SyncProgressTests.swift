import Domain
import Testing

@testable import CLI

@Suite("The progress of a sync")
struct SyncProgressTests {
    private func event(_ type: String, _ service: String, _ data: String) throws -> JSONValue {
        try Samples.json(#"{"seq": 1, "type": "\#(type)", "service": "\#(service)", "data": \#(data)}"#)
    }

    private func step(_ state: String, _ rest: String = "") throws -> JSONValue {
        try event("step", "web", #"{"id": 1, "deployment_id": 5, "name": "Install", "state": "\#(state)"\#(rest)}"#)
    }

    @Test("tells what becomes of deployments and of their steps")
    func lines() throws {
        var progress = SyncProgress(services: ["web"], paint: Paint(isOn: false))
        let queued = #"{"id": 5, "state": "queued", "version": "2", "reason": "its version has changed"}"#
        #expect(
            progress.take(try event("deployment", "web", queued))
                == ["web: deployment 5 of 2 is queued, its version has changed"]
        )
        #expect(
            progress.take(try event("deployment", "web", #"{"id": 5, "state": "running"}"#))
                == ["web: deployment 5 has started"]
        )
        #expect(progress.take(try step("pending")).isEmpty)
        #expect(progress.take(try step("running")).isEmpty)
        #expect(
            progress.take(try step("success", #", "host": "a", "changed": true"#))
                == ["web: Install [a] success, changed"]
        )
        #expect(
            progress.take(try event("deployment", "web", #"{"id": 5, "state": "timed_out", "message": "late"}"#))
                == ["web: deployment 5 timed out: late"]
        )
    }

    @Test("shows the steps that run, until they or their deployment end")
    func live() throws {
        let now = FixedTime().instant
        var progress = SyncProgress(services: ["web"], paint: Paint(isOn: false))
        _ = progress.take(try step("running", #", "started": "2026-11-23T22:12:00.000Z""#))
        #expect(progress.live(now: now) == ["  web: Install… 5s"])
        _ = progress.take(try event("deployment", "web", #"{"id": 5, "state": "failed"}"#))
        #expect(progress.live(now: now).isEmpty)
    }

    @Test("passes over other services, other things, and what it cannot read")
    func others() throws {
        var progress = SyncProgress(services: ["web"], paint: Paint(isOn: false))
        #expect(progress.take(try event("deployment", "api", #"{"id": 5, "state": "running"}"#)).isEmpty)
        #expect(progress.take(try event("service", "web", "{}")).isEmpty)
        #expect(progress.take(try event("step", "web", "null")).isEmpty)
        #expect(progress.take(.null).isEmpty)
    }
}

@Suite("How far a service has come")
struct SyncVerdictTests {
    @Test("is done when it is synced, removed or gone")
    func done() {
        #expect(SyncResult(Samples.service()) == .done)
        #expect(SyncResult(Samples.service(sync: "unknown", reason: "removed")) == .done)
        #expect(SyncResult(nil) == .done)
    }

    @Test("is stuck when it is held")
    func stuck() {
        let held = Samples.service(sync: "out_of_sync", decision: "hold", reason: "stalled", message: "hold, …")
        #expect(SyncResult(held) == .stuck(reason: "hold, …"))
    }

    @Test("is pending while it waits or is to be deployed, though it looks synced", arguments: ["wait", "deploy"])
    func pending(decision: String) {
        let service = Samples.service(decision: decision, blockedBy: ["db"])
        #expect(SyncResult(service) == .pending(behind: ["db"]))
    }

    @Test("is pending while nobody knows")
    func unknown() {
        #expect(SyncResult(.null) == .pending(behind: []))
        #expect(SyncResult(Samples.service(sync: "out_of_sync")) == .pending(behind: []))
    }
}
