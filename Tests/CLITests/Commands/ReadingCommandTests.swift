import Domain
import Testing

@testable import CLI

@Suite("The commands that look")
struct ReadingCommandTests {
    private let console = RecordingConsole()

    @Test("show the status, page by page, and as JSON")
    func status() async throws {
        let daemon = try DaemonStandIn([
            "GET /api/v1/status": [(200, #"{"seq": 3, "sources": []}"#)],
            "GET /api/v1/services": [
                (200, Samples.page([Samples.service("a")], next: "a").text()),
                (200, Samples.page([Samples.service("b")]).text()),
            ],
        ])
        #expect(await daemon.run("status", "-o", "json", console: console) == .done)
        let shown = try Samples.json(console.output)
        #expect(shown["items"]?.array?.compactMap { $0["name"]?.string } == ["a", "b"])
        #expect(shown["seq"]?.integer == 3)
        #expect(daemon.requests.contains("GET /api/v1/services?limit=500&cursor=a"))
        await daemon.stop()
    }

    @Test("show one service, or say that there is none")
    func service() async throws {
        let daemon = try DaemonStandIn(json: ["GET /api/v1/services/web": Samples.service()])
        #expect(await daemon.run("status", "web", console: console) == .done)
        #expect(console.output.hasPrefix("Service:     web\n"))
        #expect(await daemon.run("status", "../plan", console: console) == .failed)
        #expect(await daemon.run("status", "api", console: console) == .failed)
        #expect(console.messages.count == 2)
        #expect(!daemon.requests.contains { $0.contains("plan") })
        await daemon.stop()
    }

    @Test("list deployments, no more than asked for")
    func history() async throws {
        let page = try Samples.json(#"{"items": [{"id": 2}, {"id": 1}], "next": null}"#)
        let daemon = try DaemonStandIn(json: [
            "GET /api/v1/deployments": page, "GET /api/v1/services/web": Samples.service(),
        ])
        #expect(await daemon.run("history", "web", "--state", "failed", "-n", "2", console: console) == .done)
        #expect(daemon.requests.first == "GET /api/v1/deployments?service=web&state=failed&limit=2")
        #expect(console.output.split(separator: "\n").count == 3)
        await daemon.stop()
    }

    @Test("say of a service without deployments whether there is such a service")
    func historyOfNobody() async throws {
        let daemon = try DaemonStandIn(json: [
            "GET /api/v1/deployments": Samples.page([]), "GET /api/v1/services/new": Samples.service("new"),
        ])
        #expect(await daemon.run("history", "new", console: console) == .done)
        #expect(console.output == "No deployments.\n")
        #expect(await daemon.run("history", "nobody", console: console) == .failed)
        await daemon.stop()
    }

    @Test("pass on what the daemon says of a service that is not there, beside what is left of it")
    func removed() async throws {
        let gone = #"{"status": 404, "detail": "the service 'web' was removed"}"#
        let daemon = try DaemonStandIn([
            "GET /api/v1/services/web": [(404, gone)],
            "GET /api/v1/deployments": [(200, #"{"items": [{"id": 7, "state": "succeeded"}], "next": null}"#)],
            "GET /api/v1/deployments/7": [(200, #"{"id": 7}"#)],
        ])
        #expect(await daemon.run("status", "web", console: console) == .failed)
        #expect(await daemon.run("show", "web", console: console) == .done)
        #expect(await daemon.run("history", "web", console: console) == .done)
        #expect(console.messages == Array(repeating: "the service 'web' was removed", count: 3))
        #expect(console.output.hasPrefix("Deployment:  7\n"))
        await daemon.stop()
    }

    @Test("show a deployment, or say that there is none")
    func show() async throws {
        let daemon = try DaemonStandIn(json: ["GET /api/v1/deployments/7": try Samples.json(#"{"id": 7}"#)])
        #expect(await daemon.run("show", "7", console: console) == .done)
        #expect(console.output == "Deployment:  7\n")
        #expect(await daemon.run("show", "8", console: console) == .failed)
        #expect(await daemon.run("show", "Web!", console: console) == .usage)
        await daemon.stop()
    }

    @Test("print output byte by byte, and pass on what the daemon refuses")
    func logs() async throws {
        let daemon = try DaemonStandIn(["GET /api/v1/deployments/7/log": [(200, "a\u{1B}[1mb\nc")]])
        #expect(await daemon.run("logs", "7", "-f", "-n", "20", console: console) == .done)
        #expect(console.output == "a\u{1B}[1mb\nc")
        #expect(daemon.requests == ["GET /api/v1/deployments/7/log?tail=20&follow=true"])
        #expect(await daemon.run("logs", "8", console: console) == .failed)
        #expect(console.messages == ["nothing is here"])
        await daemon.stop()
    }

    @Test("show the daemon's plan in three forms, and say by the exit status whether there is something to do")
    func plan() async throws {
        let daemon = try DaemonStandIn(json: ["GET /api/v1/plan": try PlanTextTests.plan()])
        #expect(await daemon.run("plan", console: console) == .done)
        #expect(await daemon.run("plan", "--detailed-exitcode", "-o", "markdown", console: console) == .changes)
        #expect(await daemon.run("plan", "--ref", "refs/pull/1/head", "-o", "json", console: console) == .done)
        #expect(daemon.requests.last == "GET /api/v1/plan?ref=refs%2Fpull%2F1%2Fhead")
        #expect(console.output.contains("1 to deploy"))
        #expect(console.output.contains("### Plan of"))
        #expect(console.output.hasSuffix("]\n}\n"))
        await daemon.stop()
    }
}
