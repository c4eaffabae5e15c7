import Domain
import Testing

@testable import CLI

@Suite("Deployments for people")
struct DeploymentTextTests {
    private let text = DeploymentText(paint: Paint(isOn: false), now: FixedTime().instant)

    private func deployment() throws -> JSONValue {
        try Samples.json(
            #"""
            {"id": 7, "service": "web", "version": "1.1.0", "revision": "3f2a9c1d", "state": "failed", "attempt": 2,
             "origin": "sync", "user": "eva", "reason": "its version has changed", "message": "exit status 3",
             "queued": "2026-11-23T22:11:00.000Z", "started": "2026-11-23T22:11:01.000Z",
             "finished": "2026-11-23T22:11:04.000Z", "exit_code": 3,
             "owner": {"id": "00000000000000000000000000000000", "host": "host", "state_dir": "/state"},
             "steps": [
                {"position": 1, "name": "Install", "host": "a", "state": "success", "changed": true,
                 "started": "2026-11-23T22:11:01.000Z", "finished": "2026-11-23T22:11:02.500Z", "message": null},
                {"position": 2, "name": "Restart", "host": null, "state": "failure", "changed": false,
                 "started": null, "finished": null, "message": "no\nservice"}
             ]}
            """#
        )
    }

    @Test("are a table, newest first as they came")
    func list() throws {
        #expect(
            text.list([try deployment()]) == """
                ID  SERVICE  VERSION  STATE   WHEN      TOOK  TRY  REASON
                7   web      1.1.0    failed  1m4s ago  3s    2    exit status 3

                """
        )
        #expect(text.list([]) == "No deployments.\n")
    }

    @Test("are shown one by one with their steps")
    func detail() throws {
        #expect(
            text.detail(try deployment()) == """
                Deployment:   7
                Service:      web
                Version:      1.1.0
                Revision:     3f2a9c1d
                State:        failed
                Message:      exit status 3
                Reason:       its version has changed
                Origin:       sync, by eva
                Try:          2
                Queued:       2026-11-23 22:11:00Z
                Started:      2026-11-23 22:11:01Z
                Finished:     2026-11-23 22:11:04Z
                Took:         3s
                Exit status:  3
                Run by:       host:/state

                STEP  NAME     HOST  STATE             TOOK  MESSAGE
                1     Install  a     success, changed  1s    -
                2     Restart  -     failure           -     no service

                """
        )
    }
}
