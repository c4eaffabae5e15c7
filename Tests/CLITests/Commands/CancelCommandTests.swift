import Domain
import Testing

@testable import CLI

@Suite("Cancelling from the command line")
struct CancelCommandTests {
    private let console = RecordingConsole()

    @Test("says whether the deployment is over or was told to end")
    func cancels() async throws {
        let daemon = try DaemonStandIn([
            "POST /cancel": [
                (202, #"{"deployment": 5, "state": "cancelled"}"#), (202, #"{"deployment": 6, "state": "running"}"#),
            ]
        ])
        #expect(await daemon.run("cancel", "5", console: console) == .done)
        #expect(await daemon.run("cancel", "6", console: console) == .done)
        #expect(daemon.requests == [#"POST /cancel {"deployment":5}"#, #"POST /cancel {"deployment":6}"#])
        #expect(
            console.output
                == "Deployment 5 is cancelled; it had not started.\nDeployment 6 has been told to end.\n"
        )
        await daemon.stop()
    }

    @Test("takes a service for what runs of it, or else for what waits")
    func service() async throws {
        let waiting = #"{"id": 7, "state": "queued"}"#
        let running = #"{"id": 5, "state": "running"}"#
        let over = #"{"id": 3, "state": "failed"}"#
        let daemon = try DaemonStandIn([
            "GET /api/v1/deployments": [
                (200, #"{"items": [\#(waiting), \#(running), \#(over)], "next": null}"#),
                (200, #"{"items": [\#(waiting), \#(over)], "next": null}"#),
                (200, #"{"items": [\#(over)], "next": null}"#),
            ],
            "POST /cancel": [(202, #"{"deployment": 5, "state": "running"}"#)],
            "GET /api/v1/services/web": [(200, Samples.service().text())],
        ])
        #expect(await daemon.run("cancel", "web", console: console) == .done)
        #expect(await daemon.run("cancel", "web", console: console) == .done)
        #expect(
            daemon.requests.filter { $0.hasPrefix("POST") } == [5, 7].map { #"POST /cancel {"deployment":\#($0)}"# }
        )
        #expect(await daemon.run("cancel", "web", console: console) == .failed)
        #expect(console.messages == ["the service 'web' has no deployment that runs or waits for its slot"])
        await daemon.stop()
    }

    @Test("fails for one that has ended, and for what is no number")
    func refused() async throws {
        let daemon = try DaemonStandIn([
            "POST /cancel": [(409, #"{"title": "Conflict", "detail": "deployment 5 has ended already (failed)"}"#)]
        ])
        #expect(await daemon.run("cancel", "5", console: console) == .failed)
        #expect(console.messages == ["deployment 5 has ended already (failed)"])
        #expect(await daemon.run("cancel", "Web!", console: console) == .usage)
        await daemon.stop()
    }
}
