import Domain
import Testing

@testable import CLI

@Suite("The status for people")
struct StatusTextTests {
    private let text = StatusText(paint: Paint(isOn: false), now: FixedTime().instant)

    @Test("shows sources, services and problems")
    func everything() throws {
        let status = try Samples.json(
            #"""
            {"sources": [{
                "name": "config", "url": "/r", "ref": "branch main", "revision": "3f2a9c1d00000000",
                "ready": true, "message": null, "held": null, "observed": "2026-11-23T22:12:00.000Z",
                "problems": [{"kind": "invalid_definition", "severity": "error", "path": "b/service.json",
                    "line": 2, "column": 11, "message": "expected a string"}]
            }]}
            """#
        )
        let services = [
            Samples.service(),
            Samples.service(
                "api",
                sync: "out_of_sync",
                health: "progressing",
                decision: "wait",
                message: "wait, because deployment 5 is running"
            ),
        ]
        #expect(
            text.text(status: status, services: services) == """
                SOURCE  REF          REVISION  READY  POLLED  MESSAGE
                config  branch main  3f2a9c1d  yes    5s ago  -

                SERVICE  DESIRED  DEPLOYED  SYNC         HEALTH       DECISION
                web      1.1.0    -         synced       healthy      nothing, because what is deployed is what is desired
                api      1.1.0    -         out of sync  progressing  wait, because deployment 5 is running

                Problems:
                  b/service.json:2:11: expected a string

                """
        )
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
        let lines = text.text(status: status, services: []).split(separator: "\n")
        #expect(lines[1].contains("held   -"))
        #expect(
            lines[1].hasSuffix(
                "held at b1b2: it defines no service any more; `reconciler sync --accept b1b2` accepts it"
            )
        )
    }

    @Test("says that there is nothing, and minds nothing that is missing")
    func nothing() throws {
        #expect(
            text.text(status: .null, services: []) == "No source is configured.\n\nNo service is defined.\n"
        )
        #expect(text.text(status: try Samples.json("{}"), services: [.null]).contains("-  "))
    }
}
