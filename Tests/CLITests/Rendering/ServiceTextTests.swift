import Domain
import Testing

@testable import CLI

@Suite("One service for people")
struct ServiceTextTests {
    private let text = ServiceText(paint: Paint(isOn: false), now: FixedTime().instant)

    @Test("shows everything that is known")
    func everything() throws {
        let service = try Samples.json(
            #"""
            {"name": "web", "description": "The site", "source": "config", "path": "sites/web",
             "desired": {"version": "1.1.0", "revision": "3f2a9c1d00000000"},
             "deployed": {"version": "1.0.0", "revision": "aaaaaaaabbbb", "deployment_id": 4, "dirty": true,
                 "at": "2026-11-23T22:11:00.000Z"},
             "sync_status": "out_of_sync", "health": "degraded", "drift": ["version_changed", "incomplete"],
             "decision": {"decision": "hold", "message": "hold, because it is stalled"},
             "depends_on": ["api", "db"],
             "last_deployment": {"id": 7, "state": "timed_out", "finished": "2026-11-23T22:11:05.000Z", "message": "no end after 30m"},
             "problems": [{"path": "p", "line": null, "column": null, "severity": "warning", "message": "odd"}]}
            """#
        )
        #expect(
            text.text(service) == """
                Service:     web
                About:       The site
                Defined in:  config, sites/web/service.json
                Desired:     1.1.0 at 3f2a9c1d
                Deployed:    1.0.0 at aaaaaaaa, 1m5s ago by deployment 4 (a later run did not succeed)
                Sync:        out of sync
                Health:      degraded
                Since:       2026-11-23 22:11:05Z, 1m ago
                Drift:       version changed, incomplete
                Decision:    hold, because it is stalled
                Depends on:  api, db
                Last run:    deployment 7 timed out 1m ago: no end after 30m

                Problems:
                  p: warning: odd

                """
        )
    }

    @Test("does not call a run failed that goes on: it says which step it is at, and for how long")
    func running() throws {
        let service = try Samples.json(
            #"""
            {"name": "web", "data": {"timeout": "10m"}, "deployed": {"version": "1", "dirty": true},
             "drift": ["version_changed", "incomplete"],
             "last_deployment": {"id": 8, "state": "running", "started": "2026-11-23T22:11:05.000Z"}}
            """#
        )
        let run = try Samples.json(
            #"""
            {"id": 8, "attempt": 2, "state": "running", "started": "2026-11-23T22:11:05.000Z", "steps": [
                {"name": "a", "state": "success"}, {"name": "b", "host": "h", "state": "running"},
                {"name": "c", "state": "pending"}]}
            """#
        )
        let shown = text.text(service, run: run)
        #expect(shown.contains("Now:       deployment 8 runs for 1m of at most 10m, try 2, step 2 of 3: b [h]\n"))
        #expect(shown.contains("Drift:     version changed\n"))
        #expect(!shown.contains("did not succeed"))
        #expect(!shown.contains("Last run"))
    }

    @Test("goes on in further lines where the terminal is narrow")
    func narrow() throws {
        let narrow = ServiceText(paint: Paint(isOn: false), now: FixedTime().instant, width: 30)
        let service = try Samples.json(#"{"name": "web", "decision": {"message": "hold, because it is stalled"}}"#)
        let lines = narrow.text(service).split(separator: "\n")
        #expect(lines.last == "           stalled")
        #expect(lines.allSatisfy { $0.count <= 30 })
    }

    @Test("minds nothing that is missing")
    func nothing() {
        #expect(text.text(.null) == "Deployed:  nothing\n")
        #expect(text.text(Samples.service()).contains("Deployed:    nothing\n"))
    }
}
