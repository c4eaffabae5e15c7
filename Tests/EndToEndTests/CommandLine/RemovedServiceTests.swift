import Domain
import Testing

@Suite("A service that is not there")
struct RemovedServiceTests {
    @Test("because it was removed is told as that by every command and the API, with what is left of it")
    func removed() async throws {
        try await withDaemon(on: { trace in
            trace.samples.script("web", body: "echo old words") + trace.samples.script("db")
        }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            let tip = try await scene.repository.push(.remove("web"))
            #expect(try await scene.daemon.sync().exit == 0)
            try await waitUntil("its removal is logged") {
                scene.daemon.log.contains(" info \"service removed\" service=web source=config")
            }
            let words = "the service 'web' was removed at 20"
            func expectTold(_ arguments: String..., exit: Int32) async throws -> String {
                let result = try await scene.daemon.run(arguments)
                #expect(result.exit == exit, "\(result)")
                #expect(result.errors.contains(words), "\(result)")
                #expect(result.errors.contains(tip.prefix(7)), "\(result)")
                return result.output
            }
            _ = try await expectTold("status", "web", exit: 1)
            _ = try await expectTold("sync", "web", exit: 1)
            _ = try await expectTold("sync", "web", "--wait", exit: 1)
            _ = try await expectTold("suspend", "web", exit: 1)
            _ = try await expectTold("cancel", "web", exit: 1)
            #expect(try await expectTold("explain", "web", exit: 0).contains("the service has left the repository"))
            #expect(try await expectTold("show", "web", exit: 0).contains("succeeded"))
            #expect(try await expectTold("logs", "web", exit: 0).contains("old words"))
            #expect(try await expectTold("history", "web", exit: 0).contains("succeeded"))
            let answer = try await scene.daemon.web().send(.init("/api/v1/services/web"))
            #expect(answer.status == 404)
            #expect(answer.body.contains(words))
        }
    }

    @Test("because it was misspelt is told with what was probably meant")
    func misspelt() async throws {
        try await withDaemon(on: { $0.samples.script("frontend") + $0.samples.script("db") }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            for command in [["status"], ["sync"], ["explain"], ["show"], ["logs"], ["suspend"], ["history"]] {
                let result = try await scene.daemon.run(command + ["frontnd"])
                #expect(result.exit == 1)
                let words = "no service is called 'frontnd'; did you mean 'frontend'?"
                #expect(result.errors.contains(words), "\(command)")
            }
            let answer = try await scene.daemon.web().send(.init("/api/v1/services/frontnd"))
            #expect(answer.status == 404)
            #expect(answer.body.contains("did you mean 'frontend'?"))
            let source = try await scene.daemon.run("status", "--source", "confg")
            #expect(source.exit == 2 && source.errors.contains("did you mean \"config\"?"))
        }
    }
}
