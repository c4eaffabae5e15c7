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
             "last_deployment": {"id": 7, "state": "timed_out", "message": "no end after 30m"},
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
                Drift:       version changed, incomplete
                Decision:    hold, because it is stalled
                Depends on:  api, db
                Last run:    deployment 7 timed out: no end after 30m

                Problems:
                  p: warning: odd

                """
        )
    }

    @Test("minds nothing that is missing")
    func nothing() {
        #expect(text.text(.null) == "Deployed:  nothing\n")
        #expect(text.text(Samples.service()).contains("Deployed:    nothing\n"))
    }
}
