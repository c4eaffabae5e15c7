import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Finishing a deployment")
struct FinishDeploymentTests {
    private func running(_ definition: ServiceDefinition = .sample(version: "1")) async throws -> (
        Workshop, Source.ID, Deployment.ID
    ) {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(definition))
        let id = try await workshop.begin("web")
        workshop.reactor.forget()
        return (workshop, source, id)
    }

    @Test("with success writes what is deployed from now on")
    func success() async throws {
        let (workshop, _, id) = try await running()
        workshop.time.pass(7)
        try await workshop.finish(id)

        let deployed = try #require(try await workshop.deployed("web"))
        #expect(deployed.deployment == id)
        #expect(deployed.version == "1")
        #expect(deployed.digest == .sample(number: 1))
        #expect(deployed.at == workshop.time.now())
        #expect(workshop.reactor.names == ["DeploymentFinished"])
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test(
        "without success keeps what was deployed before, and counts the try",
        arguments: [
            Deployment.Outcome.failed, .timedOut, .interrupted,
        ]
    )
    func failure(outcome: Deployment.Outcome) async throws {
        let (workshop, _, id) = try await running()
        try await workshop.finish(id, outcome)
        #expect(try await workshop.deployed("web") == nil)
        #expect(try await workshop.attempts("web").failures == 1)
        #expect(try await workshop.decide("web") == .wait(.backoff(remaining: 5_000)))
        #expect(workshop.reactor.names == ["DeploymentFailed"])
    }

    @Test("without success waits for the next try, however the wall clock jumps", arguments: [-86_400_000, 86_400_000])
    func clockJump(milliseconds: Int64) async throws {
        let (workshop, _, id) = try await running()
        workshop.time.jump(milliseconds)
        try await workshop.finish(id, .failed)
        workshop.time.jump(milliseconds)
        #expect(try await workshop.decide("web") == .wait(.backoff(remaining: 5_000)))
        workshop.time.pass(5_000)
        #expect(try await workshop.decide("web").isDeploy)
    }

    @Test("cancelled stalls at once")
    func cancelled() async throws {
        let (workshop, _, id) = try await running()
        try await workshop.finish(id, .cancelled)
        #expect(try await workshop.decide("web") == .hold(.cancelled))
        #expect(workshop.reactor.names == ["DeploymentCancelled"])
    }

    @Test("forgets failed tries with a success")
    func recovers() async throws {
        let (workshop, _, id) = try await running()
        try await workshop.finish(id, .failed)
        workshop.time.pass(5_000)
        try await workshop.run("web")
        #expect(try await workshop.attempts("web") == .none)
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("of a definition that has changed meanwhile counts no try of the new one")
    func changedMeanwhile() async throws {
        let (workshop, source, id) = try await running()
        try await workshop.sync(source, Repository(number: 2, .sample(version: "2")))
        try await workshop.finish(id, .failed)
        #expect(try await workshop.attempts("web") == .none)
        #expect(try await workshop.decide("web") == .deploy(.drift([.notDeployed, .incomplete])))
    }

    @Test("with success of a digest that has changed meanwhile leaves drift to the new one")
    func succeededMeanwhile() async throws {
        let (workshop, source, id) = try await running()
        var repository = Repository(number: 2)
        repository.put(.sample(version: "2"), digest: 2)
        try await workshop.sync(source, repository)
        try await workshop.finish(id)
        #expect(try await workshop.deployed("web")?.version == "1")
        #expect(try await workshop.decide("web") == .deploy(.drift([.versionChanged])))
    }

    @Test("of a service that was suspended or broken meanwhile is recorded all the same")
    func suspendedMeanwhile() async throws {
        let (workshop, source, id) = try await running()
        var repository = Repository(number: 2)
        repository.breakFile(in: "web")
        try await workshop.sync(source, repository)
        try await workshop.finish(id)
        #expect(try await workshop.deployed("web")?.deployment == id)
    }

    @Test("of a service that has left ends the deployment and records nothing else")
    func removed() async throws {
        let (workshop, source, id) = try await running()
        let service = try await workshop.id("web")
        try await workshop.sync(source, Repository(number: 2))
        try await workshop.finish(id)
        #expect(try await workshop.deployment(id)?.state == .succeeded)
        #expect(try await workshop.store.read { try $0.deployed.find(service) } == nil)
    }

    @Test("is refused a second time, and for what never started")
    func twice() async throws {
        let (workshop, source, id) = try await running()
        try await workshop.finish(id)
        await #expect(throws: Deployment.WrongPhase.self) { try await workshop.finish(id, .failed) }
        #expect(try await workshop.deployment(id)?.state == .succeeded)

        var repository = Repository(number: 2)
        repository.put(.sample(), digest: 2)
        try await workshop.sync(source, repository)
        let queued = try #require(try await workshop.start("web").queued)
        await #expect(throws: Deployment.WrongPhase.self) { try await workshop.finish(queued) }
        await #expect(throws: Refusal.unknownDeployment(Identifier(99))) { try await workshop.finish(Identifier(99)) }
    }

    @Test("makes a revert after a failed run a deployment")
    func revert() async throws {
        let (workshop, source, id) = try await running()
        try await workshop.finish(id)
        var repository = Repository(number: 2)
        repository.put(.sample(version: "2"), digest: 2)
        try await workshop.sync(source, repository)
        try await workshop.run("web", .failed)
        try await workshop.sync(source, Repository(number: 3, .sample(version: "1")))

        #expect(try await workshop.decide("web") == .deploy(.drift([.incomplete])))
        #expect(try await workshop.deployed("web")?.version == "1")
        try await workshop.run("web")
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }
}
