import Domain
import Testing

@testable import CLI

@Suite("A part of the services")
struct StatusFilterTests {
    private let console = RecordingConsole()

    private func daemon() throws -> DaemonStandIn {
        try DaemonStandIn(json: [
            "GET /api/v1/status": try Samples.json(#"{"sources": [{"name": "config"}, {"name": "edge"}]}"#),
            "GET /api/v1/services": Samples.page([
                Samples.service("a"), Samples.service("b", sync: "out_of_sync", health: "degraded"),
            ]),
        ])
    }

    @Test(
        "is chosen by health, sync status and source, for programs too",
        arguments: [
            (["--health", "degraded"], ["b"]), (["--sync", "synced"], ["a"]), (["--source", "config"], ["a", "b"]),
            (["--source", "edge"], []), (["--sync", "synced", "--health", "degraded"], []),
        ]
    )
    func chosen(options: [String], names: [String]) async throws {
        let daemon = try daemon()
        #expect(await daemon.run(["status", "-o", "json"] + options, console) == .done)
        let shown = try Samples.json(console.output)
        #expect(shown["items"]?.array?.compactMap { $0["name"]?.string } == names)
        await daemon.stop()
    }

    @Test("says of how many it is a part")
    func totals() async throws {
        let daemon = try daemon()
        #expect(await daemon.run("status", "--health", "degraded", console: console) == .done)
        #expect(console.output.contains("1 of 2 services: 1 broken\n"))
        await daemon.stop()
    }

    @Test(
        "is refused with what was probably meant, and what there is",
        arguments: [
            (["--health", "degradd"], "missing, unknown, not \"degradd\" (did you mean \"degraded\"?)"),
            (["--sync", "synce"], "out_of_sync, unknown, not \"synce\" (did you mean \"synced\"?)"),
            (
                ["--source", "confg"],
                "there is no source \"confg\" (did you mean \"config\"?); there are: config, edge"
            ),
            (["web", "--health", "degraded"], "leave SERVICE out"),
        ]
    )
    func refused(arguments: [String], message: String) async throws {
        let daemon = try daemon()
        #expect(await daemon.run(["status"] + arguments, console) == .usage)
        #expect(console.messages.first?.contains(message) == true)
        #expect(console.output.isEmpty)
        await daemon.stop()
    }
}
