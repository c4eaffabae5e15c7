import Testing

@testable import CLI

@Suite("Suspending and resuming from the command line")
struct SuspendCommandTests {
    private let console = RecordingConsole()

    private func answer(changed: Bool, byDefinition: Bool = false) -> [(status: Int, body: String)] {
        [
            (
                200,
                #"{"service": "web", "changed": \#(changed), "suspended_by_definition": \#(byDefinition)}"#
            )
        ]
    }

    @Test("says who is suspended, and passes the reason on")
    func suspend() async throws {
        let daemon = try DaemonStandIn(["POST /suspend": answer(changed: true) + answer(changed: false)])
        #expect(await daemon.run("suspend", "web", "--reason", "incident", console: console) == .done)
        #expect(await daemon.run("suspend", "web", console: console) == .done)
        #expect(
            daemon.requests == [
                #"POST /suspend {"service":"web","reason":"incident"}"#,
                #"POST /suspend {"service":"web","reason":null}"#,
            ]
        )
        #expect(console.output == "web is suspended.\nweb is suspended already.\n")
        await daemon.stop()
    }

    @Test("says so when the definition keeps a resumed service suspended")
    func resume() async throws {
        let daemon = try DaemonStandIn([
            "POST /resume": answer(changed: true) + answer(changed: false, byDefinition: true)
        ])
        #expect(await daemon.run("resume", "web", console: console) == .done)
        #expect(console.messages.isEmpty)
        #expect(await daemon.run("resume", "web", console: console) == .done)
        #expect(console.output == "web is resumed.\nweb was not suspended by a person.\n")
        #expect(console.messages.count == 1)
        #expect(console.messages.first?.hasPrefix("web stays suspended: its definition says so") == true)
        await daemon.stop()
    }

    @Test("fails for what is no service, and without a service", arguments: ["suspend", "resume"])
    func refused(command: String) async throws {
        let daemon = try DaemonStandIn([
            "POST /\(command)": [(404, #"{"title": "Not Found", "detail": "no service is called 'x'"}"#)]
        ])
        #expect(await daemon.run(command, "x", console: console) == .failed)
        #expect(await daemon.run(command, "No Name", console: console) == .failed)
        #expect(await daemon.run(command, console: console) == .usage)
        #expect(daemon.requests.count == 1)
        await daemon.stop()
    }
}
