import Domain
import Testing

@testable import CLI

@Suite("The status for people")
struct StatusTextTests {
    private func text(width: Int? = nil) -> StatusText {
        StatusText(paint: Paint(isOn: false), now: FixedTime().instant, width: width)
    }

    private func overview(_ status: JSONValue, _ services: [JSONValue], count: Int? = nil) throws -> StatusOverview {
        StatusOverview(
            status: status,
            services: services,
            count: count ?? services.count,
            filter: StatusFilter(Invocation(command: "status"))
        )
    }

    private static let source = #"""
        {"sources": [{
            "name": "config", "url": "/r", "ref": "branch main", "revision": "3f2a9c1d00000000",
            "ready": true, "message": null, "held": null, "answered": "2026-11-23T22:12:00.000Z",
            "next_poll": "2026-11-23T22:13:00.000Z",
            "problems": [{"kind": "invalid_definition", "severity": "error", "path": "b/service.json",
                "line": 2, "column": 11, "message": "expected a string"}]
        }]}
        """#

    private func services() throws -> [JSONValue] {
        let failed = try Samples.json(
            #"""
            {"name": "db", "desired": {"version": "2"}, "deployed": {"version": "1", "dirty": true},
             "sync_status": "out_of_sync", "health": "degraded", "decision": {"message": "hold, because it is stalled"},
             "last_deployment": {"id": 7, "state": "failed", "finished": "2026-11-23T22:10:05.000Z",
                 "message": "exit status 3"}}
            """#
        )
        return [Samples.service(), failed]
    }

    @Test("shows sources, services, totals and problems, what is broken first, each in a line of any length")
    func everything() throws {
        let shown = text().text(try overview(try Samples.json(Self.source), try services()))
        #expect(
            shown == """
                SOURCE  REF          REVISION  READY  ANSWERED  NEXT    MESSAGE
                config  branch main  3f2a9c1d  yes    5s ago    in 55s  -

                SERVICE  DESIRED  DEPLOYED   SYNC         HEALTH    SINCE  DECISION
                db       2        1 (dirty)  out of sync  degraded  2m     deployment 7 failed: exit status 3; hold, because it is stalled
                web      1.1.0    -          synced       healthy   -      nothing, because what is deployed is what is desired

                2 services: 1 broken, 1 in sync

                Problems:
                  b/service.json:2:11: expected a string

                """
        )
    }

    @Test("says in a terminal below a service what there is to say, and of what is in sync nothing")
    func narrow() throws {
        let shown = text(width: 60).text(try overview(try Samples.json(Self.source), try services()))
        #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 60 })
        #expect(
            shown.contains(
                """
                db       2        1 (dirty)  out of sync  degraded  2m
                  deployment 7 failed: exit status 3; hold, because it is s…
                web      1.1.0    -          synced       healthy   -

                """
            )
        )
    }

    @Test("says what runs, at which step, for how long of how much, and not that it failed")
    func running() throws {
        let service = try Samples.json(
            #"""
            {"name": "web", "data": {}, "deployed": {"version": "1", "dirty": true}, "sync_status": "out_of_sync",
             "health": "progressing", "decision": {"message": "wait, because deployment 8 is running"},
             "last_deployment": {"id": 8, "state": "running", "started": "2026-11-23T22:11:05.000Z"}}
            """#
        )
        var overview = try overview(.null, [service])
        overview.runs["8"] = try Samples.json(
            #"""
            {"id": 8, "started": "2026-11-23T22:11:05.000Z",
             "steps": [{"name": "a", "state": "success"}, {"name": "b", "state": "running"}]}
            """#
        )
        let shown = text().text(overview)
        #expect(shown.contains("1m     deployment 8 runs for 1m of at most 30m, step 2 of 2: b\n"))
        #expect(!shown.contains("dirty"))
    }

    @Test("keeps to a terminal's rows")
    func rows() throws {
        let services = (1...1_000).map { Samples.service("s\($0)") }
        let lines = text(width: 80).lines(try overview(try Samples.json(Self.source), services), rows: 23)
        #expect(lines.count == 23)
        #expect(lines.contains("1000 services: 1000 in sync"))
        #expect(lines.contains { $0.hasPrefix("… and ") && $0.hasSuffix(" more services") })
    }

    @Test("says that a source is held, why, and what accepts it")
    func held() throws {
        let status = try Samples.json(
            #"""
            {"sources": [{
                "name": "config", "ref": "HEAD", "revision": "3f2a9c1d", "ready": true,
                "held": {"reason": "emptied", "revision": "b1b2", "message": "it defines no service any more"}
            }]}
            """#
        )
        let narrow = text(width: 80).text(try overview(status, [])).split(separator: "\n")
        #expect(narrow[2] == "  held at b1b2: it defines no service any more; `reconciler sync --accept b1b2`")
        #expect(narrow[3] == "  accepts it")
        let lines = text().text(try overview(status, [])).split(separator: "\n")
        #expect(lines[1].contains("held   -"))
        #expect(
            lines[1].hasSuffix(
                "held at b1b2: it defines no service any more; `reconciler sync --accept b1b2` accepts it"
            )
        )
    }

    @Test("says of a source that is held why it cannot be polled, too")
    func heldAndUnreachable() throws {
        let status = try Samples.json(
            #"""
            {"sources": [{
                "name": "config", "ref": "HEAD", "revision": "3f2a9c1d", "ready": false, "message": "refused",
                "held": {"reason": "emptied", "revision": "b1b2", "message": "it defines no service any more"}
            }]}
            """#
        )
        let lines = text().text(try overview(status, [])).split(separator: "\n")
        #expect(lines[1].contains("  refused; held at b1b2: it defines no service any more; "))
    }

    @Test("says that there is nothing, and minds nothing that is missing")
    func nothing() throws {
        #expect(text().text(try overview(.null, [])) == "No source is configured.\n\nNo service is defined.\n")
        #expect(text().text(try overview(.null, [], count: 3)).contains("None of the 3 services is so.\n"))
        #expect(text().text(try overview(try Samples.json("{}"), [.null])).contains("-  "))
    }
}
