import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The controls of a service")
struct ServiceControlsTests {
    private let live = LiveWorkshop()

    private var controls: ServiceControls { ServiceControls(live.context, live.reconciler, live.executor) }

    @Test("tell a run that it is cancelled, and again when asked again")
    func cancel() async throws {
        try await live.sync(Repository(.sample()))
        let keeper = live.keeper()
        let run = Task { await keeper.run(Identifier(1)) }
        #expect(await eventually { await live.executor.calls.contains("start 1") })
        #expect(try await controls.cancel(CancelDeployment(deployment: Identifier(1), user: "eve")) == .running)
        await run.value
        #expect(try await live.workshop.deployment(Identifier(1))?.finish?.message == "cancelled by eve")
        await #expect(throws: Refusal.self) {
            try await controls.cancel(CancelDeployment(deployment: Identifier(1), user: "eve"))
        }
    }

    @Test("leave a word that a daemon tells a run at its next start")
    func crash() async throws {
        try await live.sync(Repository(.sample()))
        let id = Deployment.ID(1)
        _ = try await live.commands.send(BeginRun(deployment: id))
        _ = try await live.commands.send(CancelDeployment(deployment: id, user: "eve"))
        await live.keeper().takeUp(id)
        #expect(await live.executor.calls == ["recover 1", "cancel 1", "discard 1"])
        #expect(try await live.state(1) == .cancelled)
    }

    @Test("leave a word that keeps a run from being started that never was")
    func crashBeforeStart() async throws {
        try await live.sync(Repository(.sample()))
        let id = Deployment.ID(1)
        _ = try await live.commands.send(BeginRun(deployment: id))
        _ = try await live.commands.send(CancelDeployment(deployment: id, user: "eve"))
        await live.executor.recovers(.neverStarted)
        await live.keeper().takeUp(id)
        #expect(await live.executor.started == [])
        #expect(try await live.workshop.deployment(id)?.finish?.message == "cancelled by eve")
    }

    @Test("let go at once what depends on a service that is suspended, and take it back")
    func dependants() async throws {
        var repository = Repository(number: 1, .sample(name: "shop", dependsOn: ["web"]))
        repository.put(.sample(name: "web"))
        try await live.sync(repository)
        try await live.workshop.run("web")
        repository.commit()
        repository.put(.sample(name: "web"), digest: 2)
        try await live.sync(repository)
        #expect(try await live.workshop.decide("shop") == .wait(.dependencies([.sample("web")])))

        _ = try await controls.suspend(SuspendService(name: .sample("web"), reason: nil, user: nil))
        let shop = try await live.workshop.id("shop")
        #expect(try await live.store.read { try $0.deployments.queued(of: shop) } != nil)

        _ = try await controls.resume(ResumeService(name: .sample("web")))
        #expect(try await live.store.read { try $0.deployments.queued(of: shop) } == nil)
    }
}
