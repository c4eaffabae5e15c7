import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Starting a deployment")
struct StartDeploymentTests {
    @Test("queues what the plan wants, once")
    func queues() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(version: "1")))
        workshop.reactor.forget()

        let outcome = try await workshop.start("web")
        let queued = try #require(outcome.queued)
        let again = try await workshop.sendWithoutWriting(StartDeployments(services: [workshop.id("web")]))

        #expect(outcome.decision == .deploy(.drift([.notDeployed])))
        #expect(again.first?.queued == outcome.queued)
        #expect([outcome.isNews, again.first?.isNews] == [true, false])
        #expect(workshop.reactor.names == ["DeploymentQueued"])
        let deployment = try #require(try await workshop.deployment(queued))
        #expect(deployment.state == .queued)
        #expect(deployment.order == .sample(try #require(try await workshop.service("web"))))
    }

    @Test("opens nothing for what waits or is held: waiting is a decision, never a deployment")
    func opensNothing() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(
            source,
            Repository(.sample(name: "db", suspend: true), .sample(name: "web", dependsOn: ["db"]))
        )
        for name in ["db", "web"] {
            #expect(try await workshop.start(name).queued == nil)
            let again = try await workshop.sendWithoutWriting(StartDeployments(services: [workshop.id(name)]))
            #expect(again.map(\.queued) == [nil])
        }
    }

    @Test("supersedes what is queued when there is a newer digest")
    func supersedes() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample())
        try await workshop.sync(source, repository)
        let old = try #require(try await workshop.start("web").queued)
        repository.commit()
        repository.put(.sample(), digest: 2)
        try await workshop.sync(source, repository)
        workshop.reactor.forget()

        let new = try #require(try await workshop.start("web").queued)

        #expect(new != old)
        #expect(try await workshop.deployment(old)?.state == .superseded)
        #expect(workshop.reactor.names == ["DeploymentSuperseded", "DeploymentQueued"])
    }

    @Test("ends what is queued when nothing is wanted any more, and then nothing has changed")
    func supersededRevert() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample())
        try await workshop.sync(source, repository)
        try await workshop.run("web")
        repository.commit()
        repository.put(.sample(), digest: 2)
        try await workshop.sync(source, repository)
        let queued = try #require(try await workshop.start("web").queued)
        repository.commit()
        repository.put(.sample(), digest: 1)
        try await workshop.sync(source, repository)

        let outcome = try await workshop.start("web")
        #expect(outcome.decision == .nothing(.synced))
        #expect(outcome.isNews)
        #expect(outcome.queued == nil)
        #expect(try await workshop.deployment(queued)?.state == .superseded)
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("counts tries, and calls the later ones retries")
    func retry() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        try await workshop.run("web", .failed)
        workshop.time.pass(5_000)
        let queued = try #require(try await workshop.start("web").queued)
        let order = try #require(try await workshop.deployment(queued)?.order)
        #expect(order.origin == .retry)
        #expect(order.attempt == 2)
    }

    @Test("of a new service waits for the run of the one that had its name")
    func namesake() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample())
        try await workshop.sync(source, repository)
        let running = try await workshop.begin("web")
        repository.commit()
        repository.remove("web")
        try await workshop.sync(source, repository)
        repository.commit()
        repository.put(.sample())
        try await workshop.sync(source, repository)

        #expect(try await workshop.decide("web") == .wait(.running(running)))
        try await workshop.finish(running)
        #expect(try await workshop.decide("web") == .deploy(.drift([.notDeployed])))
    }

    @Test("passes over a service that nobody knows any more")
    func unknown() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        let services = [Identifier(7_000), try await workshop.id("web")]
        let outcomes = try await workshop.commands.send(StartDeployments(services: services))
        #expect(outcomes.map(\.service.text) == ["web"])
    }
}
