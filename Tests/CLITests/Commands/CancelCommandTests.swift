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

    @Test("fails for one that has ended, and for what is no number")
    func refused() async throws {
        let daemon = try DaemonStandIn([
            "POST /cancel": [(409, #"{"title": "Conflict", "detail": "deployment 5 has ended already (failed)"}"#)]
        ])
        #expect(await daemon.run("cancel", "5", console: console) == .failed)
        #expect(console.messages == ["deployment 5 has ended already (failed)"])
        #expect(await daemon.run("cancel", "web", console: console) == .usage)
        await daemon.stop()
    }
}
