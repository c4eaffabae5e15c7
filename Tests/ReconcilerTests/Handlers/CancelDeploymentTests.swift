import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Cancelling a deployment")
struct CancelDeploymentTests {
    private func workshop(_ definition: ServiceDefinition = .sample()) async throws -> Workshop {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(definition))
        return workshop
    }

    private func cancel(_ id: Deployment.ID, by user: String? = "eve") -> CancelDeployment {
        CancelDeployment(deployment: id, user: user)
    }

    @Test("ends at once what waits for its slot, and holds the service")
    func queued() async throws {
        let workshop = try await workshop()
        let id = try #require(try await workshop.start("web").queued)
        workshop.reactor.forget()
        #expect(try await workshop.commands.send(cancel(id)) == .ended)

        let finish = try #require(try await workshop.deployment(id)?.finish)
        #expect(finish.outcome == .cancelled)
        #expect(finish.message == "cancelled by eve")
        #expect(workshop.reactor.names == ["DeploymentCancelled"])
        #expect(try await workshop.decide("web") == .hold(.cancelled))
        #expect(try await workshop.commands.send(BeginRun(deployment: id)) == .superseded)
    }

    @Test("of a forced one that waits does not force another one")
    func forced() async throws {
        let workshop = try await workshop()
        try await workshop.run("web")
        let force = RequestSync(scope: .named([.sample("web")]), force: true, user: "anna")
        _ = try await workshop.commands.send(force)
        let id = try #require(try await workshop.start("web").queued)
        _ = try await workshop.commands.send(cancel(id))
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("remembers who asked until the run has ended, and counts no try")
    func running() async throws {
        let workshop = try await workshop()
        let id = try await workshop.begin("web")
        #expect(try await workshop.commands.send(cancel(id)) == .running)
        #expect(try await workshop.deployment(id)?.state == .running)
        #expect(try await workshop.sendWithoutWriting(cancel(id, by: "anna")) == .running)

        try await workshop.finish(id, .cancelled)
        #expect(try await workshop.deployment(id)?.finish?.message == "cancelled by eve")
        #expect(try await workshop.decide("web") == .hold(.cancelled))
        #expect(try await workshop.attempts("web").failures == 0)
    }

    @Test(
        "ends as cancelled also what fails meanwhile, so that nobody tries again",
        arguments: [Deployment.Outcome.failed, .timedOut, .interrupted]
    )
    func failsMeanwhile(outcome: Deployment.Outcome) async throws {
        let workshop = try await workshop()
        let id = try await workshop.begin("web")
        _ = try await workshop.commands.send(cancel(id, by: nil))
        try await workshop.finish(id, outcome)
        #expect(try await workshop.deployment(id)?.finish?.message == "cancelled")
        #expect(try await workshop.deployment(id)?.state == .cancelled)
        #expect(try await workshop.decide("web") == .hold(.cancelled))
    }

    @Test("comes too late for a run that has succeeded before it was told")
    func tooLate() async throws {
        let workshop = try await workshop()
        let id = try await workshop.begin("web")
        _ = try await workshop.commands.send(cancel(id))
        try await workshop.finish(id)
        #expect(try await workshop.deployment(id)?.state == .succeeded)
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("keeps no newer definition from being deployed")
    func newerDefinition() async throws {
        let workshop = try await workshop()
        let id = try await workshop.begin("web")
        _ = try await workshop.commands.send(cancel(id))
        try await workshop.sync(try await workshop.open("config"), Repository(number: 2, .sample(version: "2")))
        try await workshop.finish(id, .cancelled)
        #expect(try await workshop.decide("web").isDeploy)
    }

    @Test("is refused for what has ended, and for what never was")
    func refused() async throws {
        let workshop = try await workshop()
        let id = try await workshop.run("web")
        await #expect(throws: Refusal.alreadyEnded(id, .succeeded)) { try await workshop.commands.send(cancel(id)) }
        let unknown = Deployment.ID(99)
        await #expect(throws: Refusal.unknownDeployment(unknown)) {
            try await workshop.commands.send(cancel(unknown))
        }
    }
}
