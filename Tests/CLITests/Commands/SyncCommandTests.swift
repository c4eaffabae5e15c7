import Domain
import Testing

@testable import CLI

@Suite("A sync from the command line")
struct SyncCommandTests {
    private let console = RecordingConsole()

    private static let report =
        #"{"sources": [{"name": "config", "revision": "3f2a9c1d", "failure": null}], "services": ["web"]}"#

    @Test("asks for what its line says")
    func request() async throws {
        let daemon = try DaemonStandIn([
            "POST /sync": [(202, Self.report)], "GET /api/v1/status": [(200, #"{"seq": 7}"#)],
        ])
        #expect(await daemon.run("sync", "web", "web", "--force", console: console) == .done)
        #expect(await daemon.run("sync", "--all", console: console) == .done)
        #expect(
            daemon.requests == [
                #"POST /sync {"services":["web"],"all":false,"force":true}"#,
                #"POST /sync {"services":[],"all":true,"force":false}"#,
                "GET /api/v1/status",
            ]
        )
        #expect(console.output.hasPrefix("config is at 3f2a9c1d\nTo be synced: web\n"))
        await daemon.stop()
    }

    @Test("is refused without a clear word of what to force", arguments: [["--force"], ["--all", "web"]])
    func usage(arguments: [String]) async {
        #expect(await Program.run(["sync", "--state-dir", "/nowhere"] + arguments, .sample(console)) == .usage)
    }

    @Test("fails when a source cannot be polled, and passes on what the daemon refuses")
    func failures() async throws {
        let failed = #"{"sources": [{"name": "config", "revision": null, "failure": "no route"}], "services": []}"#
        let daemon = try DaemonStandIn([
            "POST /sync": [(202, failed), (404, #"{"title": "Not Found", "detail": "no service is called 'x'"}"#)],
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)],
        ])
        #expect(await daemon.run("sync", console: console) == .failed)
        #expect(await daemon.run("sync", "x", console: console) == .failed)
        #expect(console.messages == ["source 'config' cannot be polled: no route", "no service is called 'x'"])
        await daemon.stop()
    }

    private static let held =
        #"""
        {"sources": [{"name": "config", "revision": "3f2a9c1d", "failure": null, "held": {"reason": "removals",
        "revision": "\#(String(repeating: "b", count: 40))", "message": "9 services would be removed, more than 5",
        "since": "2026-11-23T22:12:00.000Z"}}], "services": ["web"]}
        """#

    @Test("says that a source is held, and what accepts it")
    func held() async throws {
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)],
            "POST /sync": [(202, Self.held)],
            "GET /api/v1/services/web": [(200, Samples.service().text())],
        ])
        #expect(await daemon.run("sync", console: console) == .failed)
        #expect(await daemon.run("sync", "--wait", console: console) == .failed)
        let revision = String(repeating: "b", count: 40)
        let message =
            "source 'config' is held at bbbbbbbb: 9 services would be removed, more than 5; "
            + "`reconciler sync --accept \(revision)` accepts it"
        #expect(console.messages == [message, message])
        await daemon.stop()
    }

    @Test("hands on the revision to accept, which is given in full")
    func accept() async throws {
        let daemon = try DaemonStandIn([
            "POST /sync": [(202, Self.report)], "GET /api/v1/status": [(200, #"{"sources":[]}"#)],
        ])
        let revision = String(repeating: "b", count: 40)
        #expect(await daemon.run("sync", "--accept", revision, console: console) == .done)
        #expect(await daemon.run("sync", "--accept", "bbbbbbbb", console: console) == .usage)
        #expect(
            daemon.requests.first == #"POST /sync {"services":[],"all":false,"force":false,"accept":"\#(revision)"}"#
        )
        await daemon.stop()
    }

    @Test("waits until its services are synced, and tells what happens meanwhile")
    func wait() async throws {
        let pending = Samples.service(sync: "out_of_sync", decision: "wait", reason: "running")
        let event =
            #"{"seq": 8, "type": "deployment", "service": "web", "data": {"id": 5, "state": "succeeded"}}"#
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)],
            "POST /sync": [(202, Self.report)],
            "GET /api/v1/services/web": [(200, pending.text()), (200, Samples.service().text())],
            "GET /api/v1/events": [(200, #"{"items": [\#(event)]}"#), (200, #"{"items": []}"#)],
        ])
        #expect(await daemon.run("sync", "--wait", console: console) == .done)
        #expect(console.output.hasSuffix("web: deployment 5 succeeded\n1 service synced.\n"))
        #expect(daemon.requests.contains("GET /api/v1/events?after=7&limit=500"))
        #expect(daemon.requests.contains("GET /api/v1/events?after=8&limit=500"))
        await daemon.stop()
    }

    @Test("ends when a service is stuck, or one that stands in its way")
    func stuck() async throws {
        let waiting = Samples.service(sync: "out_of_sync", decision: "wait", reason: "dependency", blockedBy: ["db"])
        let stalled = Samples.service(
            "db",
            sync: "out_of_sync",
            decision: "hold",
            reason: "stalled",
            message: "stalled"
        )
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)], "POST /sync": [(202, Self.report)],
            "GET /api/v1/services/web": [(200, waiting.text())], "GET /api/v1/services/db": [(200, stalled.text())],
            "GET /api/v1/events": [(200, #"{"items": []}"#)],
        ])
        #expect(await daemon.run("sync", "web", "--wait", console: console) == .failed)
        #expect(console.messages == ["db is not synced: stalled"])
        await daemon.stop()
    }

    @Test("shows the problems of definitions, and fails for them when it waits")
    func problems() async throws {
        let problem =
            #"{"path": "web/service.json", "line": 3, "column": 5, "severity": "error", "message": "no version"}"#
        let status =
            #"{"seq": 7, "sources": [{"name": "config", "observed": "2026-01-01T00:00:00Z", "problems": [\#(problem)]}]}"#
        let report = #"{"sources": [{"name": "config", "revision": "3f2a9c1d", "failure": null}], "services": []}"#
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, status)], "POST /sync": [(202, report)],
            "GET /api/v1/events": [(200, #"{"items": []}"#)],
        ])
        #expect(await daemon.run("sync", console: console) == .done)
        #expect(await daemon.run("sync", "--wait", console: console) == .failed)
        #expect(console.output.contains("\nweb/service.json:3:5: no version\n"))
        #expect(!console.output.contains("Nothing to deploy."))
        await daemon.stop()
    }

    @Test("of a named service only warns about sources that it is not from")
    func otherSource() async throws {
        let report = #"""
            {"sources": [{"name": "config", "revision": "3f2a9c1d", "failure": null},
            {"name": "other", "revision": null, "failure": "no route"}], "services": ["web"]}
            """#
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)], "POST /sync": [(202, report)],
            "GET /api/v1/services/web": [(200, Samples.service().text())],
            "GET /api/v1/events": [(200, #"{"items": []}"#)],
        ])
        #expect(await daemon.run("sync", "web", "--wait", console: console) == .done)
        #expect(console.messages == ["warning: source 'other' cannot be polled: no route"])
        #expect(await daemon.run("sync", "--wait", console: console) == .failed)
        await daemon.stop()
    }

    @Test("follows what can still move before it fails for what is stuck, and names that once")
    func movesOn() async throws {
        let report =
            #"{"sources": [{"name": "config", "revision": "3f2a9c1d", "failure": null}], "services": ["api", "db", "web"]}"#
        let waiting = Samples.service(
            "api",
            sync: "out_of_sync",
            decision: "wait",
            reason: "dependencies",
            blockedBy: ["db"]
        )
        let stalled = Samples.service(
            "db",
            sync: "out_of_sync",
            decision: "hold",
            reason: "stalled",
            message: "stalled"
        )
        let running = Samples.service(sync: "out_of_sync", decision: "wait", reason: "running")
        let event = #"{"seq": 8, "type": "deployment", "service": "web", "data": {"id": 5, "state": "succeeded"}}"#
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 7}"#)], "POST /sync": [(202, report)],
            "GET /api/v1/services/api": [(200, waiting.text())], "GET /api/v1/services/db": [(200, stalled.text())],
            "GET /api/v1/services/web": [(200, running.text()), (200, Samples.service().text())],
            "GET /api/v1/events": [(200, #"{"items": []}"#), (200, #"{"items": [\#(event)]}"#)],
        ])
        #expect(await daemon.run("sync", "--wait", console: console) == .failed)
        #expect(console.messages == ["db is not synced: stalled"])
        #expect(console.output.hasSuffix("web: deployment 5 succeeded\n"))
        await daemon.stop()
    }
}
