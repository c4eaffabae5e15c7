import Domain
import Testing

@testable import CLI

@Suite("Explaining a service on the command line")
struct ExplainCommandTests {
    private let console = RecordingConsole()

    private static let path = "GET /api/v1/services/web/decisions"
    private static let page = """
        {"items": [
          {"seq": 2, "time": "2026-11-23T22:12:05.123Z", "decision": "wait", "reason": "running",
           "message": "wait, because deployment 5 is running", "revision": "\(Samples.revision)", "deployment_id": 5,
           "commit": {"revision": "cccccccccc", "subject": "Use foo", "author": "Ada", "time": null}},
          {"seq": 1, "time": "2026-11-23T22:12:04.123Z", "decision": "deploy", "reason": "not_deployed",
           "message": "deploy, because it has never been deployed", "revision": "\(Samples.revision)",
           "deployment_id": 5,
           "commit": {"revision": "cccccccccc", "subject": "Use foo", "author": "Ada", "time": null}},
          {"seq": 0, "time": "2026-11-23T22:12:03.123Z", "decision": "hold", "reason": "stalled",
           "message": "hold, because", "revision": "\(Samples.revision)", "deployment_id": 4, "commit": null,
           "failure": {"deployment_id": 4, "state": "timed_out", "step": "install", "host": "h1", "message": "no space"}}
        ], "next": null}
        """

    @Test("says every decision in a sentence, the newest first")
    func text() async throws {
        let daemon = try DaemonStandIn([
            Self.path: [(200, Self.page)], "GET /api/v1/services/web": [(200, Samples.service().text())],
        ])
        #expect(await daemon.run("explain", "web", console: console) == .done)
        let lines = console.output.split(separator: "\n")
        try #require(lines.count == 4)
        let commit = "commit cccccccc of Ada: Use foo"
        #expect(lines[1].hasSuffix("3f2a9c1d  cccccccc  wait, because deployment 5 is running; \(commit)"))
        #expect(lines[2].hasSuffix("deploy, because it has never been deployed: deployment 5"))
        let failure = "deployment 4 timed out in 'install' on h1: no space (`reconciler logs 4` has its output)"
        #expect(lines[3].hasSuffix("3f2a9c1d  -         hold, because; \(failure)"))
        await daemon.stop()
    }

    @Test("hands out what the API says as JSON")
    func json() async throws {
        let daemon = try DaemonStandIn([Self.path: [(200, Self.page)]])
        #expect(await daemon.run("explain", "web", "-n", "1", "-o", "json", console: console) == .done)
        #expect(try Samples.json(console.output)["items"]?.array?.count == 3)
        #expect(daemon.requests.last == "\(Self.path)?limit=1")
        await daemon.stop()
    }

    @Test("fails for what is no service")
    func unknown() async throws {
        let daemon = try DaemonStandIn([Self.path: [(404, #"{"detail": "no service is called 'web'"}"#)]])
        #expect(await daemon.run("explain", "web", console: console) == .failed)
        #expect(console.messages == ["no service is called 'web'"])
        #expect(await daemon.run("explain", "Web!", console: console) == .failed)
        #expect(daemon.requests.count == 1)
        await daemon.stop()
    }
}
