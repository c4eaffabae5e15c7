import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Suspending and resuming a service")
struct ServiceControlTests {
    private let suspend = SuspendService(name: .sample("web"), reason: "incident 12", user: "eve")
    private let resume = ResumeService(name: .sample("web"))

    private func workshop(_ services: ServiceDefinition...) async throws -> Workshop {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository()
        for service in services { repository.put(service) }
        try await workshop.sync(source, repository)
        workshop.reactor.forget()
        return workshop
    }

    @Test("holds it, with who and why, until it is resumed")
    func suspends() async throws {
        let workshop = try await workshop(.sample())
        let outcome = try await workshop.commands.send(suspend)
        #expect(outcome.hasChanged && !outcome.isSuspendedByDefinition)
        #expect(workshop.reactor.names == ["ServiceUpdated"])
        let decision = try await workshop.decide("web")
        #expect((decision.word, decision.reason) == ("hold", "suspended"))
        #expect(
            decision.sentence
                == "hold, because eve has suspended it (incident 12); `reconciler resume web` lifts that"
        )
        #expect(try await workshop.start("web").queued == nil)

        #expect(try await workshop.commands.send(resume).hasChanged)
        #expect(try await workshop.decide("web").isDeploy)
    }

    @Test("supersedes what waits for a slot, and queues it again at once when it is resumed")
    func queued() async throws {
        let workshop = try await workshop(.sample())
        let queued = try #require(try await workshop.start("web").queued)
        _ = try await workshop.commands.send(suspend)
        #expect(try await workshop.deployment(queued)?.state == .superseded)
        workshop.reactor.forget()
        _ = try await workshop.commands.send(resume)
        #expect(workshop.reactor.names == ["ServiceUpdated", "DeploymentQueued"])
    }

    @Test("lets a run go on that has begun, and records its end")
    func running() async throws {
        let workshop = try await workshop(.sample())
        let id = try await workshop.begin("web")
        _ = try await workshop.commands.send(suspend)
        #expect(try await workshop.decide("web") == .wait(.running(id)))
        try await workshop.finish(id)
        #expect(try await workshop.deployed("web")?.deployment == id)
        #expect(try await workshop.decide("web").reason == "suspended")
    }

    @Test("writes nothing when all is as it is asked to be")
    func idempotent() async throws {
        let workshop = try await workshop(.sample())
        #expect(try await workshop.sendWithoutWriting(resume).hasChanged == false)
        _ = try await workshop.commands.send(suspend)
        #expect(try await workshop.sendWithoutWriting(suspend).hasChanged == false)
    }

    @Test("is passed by no force, and forgets a force that came before")
    func force() async throws {
        let workshop = try await workshop(.sample())
        try await workshop.run("web")
        let force = RequestSync(scope: .named([.sample("web")]), force: true, user: "anna")
        _ = try await workshop.commands.send(force)
        _ = try await workshop.commands.send(suspend)
        #expect(try await workshop.service("web")?.request == nil)
        await #expect(throws: Refusal.notDeployable([.sample("web")])) { try await workshop.commands.send(force) }
        _ = try await workshop.commands.send(resume)
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("leaves the definition's own word alone, and says so")
    func definition() async throws {
        let workshop = try await workshop(.sample(suspend: true))
        let outcome = try await workshop.commands.send(resume)
        #expect(!outcome.hasChanged && outcome.isSuspendedByDefinition)
        _ = try await workshop.commands.send(suspend)
        #expect(try await workshop.commands.send(resume).isSuspendedByDefinition)
        #expect(try await workshop.decide("web") == .hold(.suspended))
    }

    @Test("lets dependants go by what is deployed, and names them to be looked at")
    func dependants() async throws {
        let workshop = try await workshop(.sample(name: "web"), .sample(name: "shop", dependsOn: ["web"]))
        try await workshop.run("web")
        try await workshop.sync(
            try await workshop.open("config"),
            {
                var repository = Repository(number: 2, .sample(name: "shop", dependsOn: ["web"]))
                repository.put(.sample(name: "web"), digest: 2)
                return repository
            }()
        )
        #expect(try await workshop.decide("shop") == .wait(.dependencies([.sample("web")])))
        #expect(try await workshop.commands.send(suspend).affected == [workshop.id("shop")])
        #expect(try await workshop.decide("shop").isDeploy)
        _ = try await workshop.commands.send(resume)
        #expect(try await workshop.decide("shop") == .wait(.dependencies([.sample("web")])))
    }

    @Test("outlives new definitions, and ends with the service")
    func life() async throws {
        let workshop = try await workshop(.sample())
        let source = try await workshop.open("config")
        _ = try await workshop.commands.send(suspend)
        try await workshop.sync(source, Repository(number: 2, .sample(version: "2")))
        #expect(try await workshop.service("web")?.suspension?.reason == "incident 12")
        try await workshop.sync(source, Repository(number: 3))
        try await workshop.sync(source, Repository(number: 4, .sample(version: "2")))
        #expect(try await workshop.service("web")?.suspension == nil)
    }

    @Test("is refused for what nobody knows")
    func unknown() async throws {
        let workshop = try await workshop()
        let refusal = Refusal.noServiceNamed([AbsentService(name: .sample("web"))])
        await #expect(throws: refusal) { try await workshop.commands.send(suspend) }
        await #expect(throws: refusal) { try await workshop.commands.send(resume) }
    }

    @Test("is refused for one that was removed, with when and by what, and for a misspelt one with what is there")
    func absent() async throws {
        let workshop = try await workshop(.sample(), .sample(name: "database"))
        let source = try await workshop.open("config")
        let service = try await workshop.id("web")
        try await workshop.sync(source, Repository(number: 2, .sample(name: "database")))
        _ = try await workshop.commands.send(StartDeployments(services: [service]))
        let removal = AbsentService.Removal(
            source: .sample("config"),
            at: workshop.time.now(),
            revision: .sample(number: 2)
        )
        let removed = AbsentService(name: .sample("web"), removal: removal)
        await #expect(throws: Refusal.noServiceNamed([removed])) { try await workshop.commands.send(suspend) }
        let words = "\(removed)"
        #expect(words.hasPrefix("the service 'web' was removed at 1970-01-01T00:00:01.000Z: it has left its source "))
        #expect(words.contains("not defined it any more since \(Revision.sample(number: 2).short)"))
        #expect(try await workshop.views().absence(of: .sample("web")) == removed)

        let misspelt = try await workshop.views().absence(of: .sample("datbase"))
        #expect(misspelt == AbsentService(name: .sample("datbase"), nearest: .sample("database")))
        #expect("\(misspelt)".hasPrefix("no service is called 'datbase'; did you mean 'database'?"))
        #expect(!"\(misspelt.alone)".contains("database'?"))
    }

    @Test("keeps its reason when it is suspended again without one, and takes a new one")
    func secondTime() async throws {
        let workshop = try await workshop(.sample())
        _ = try await workshop.commands.send(suspend)
        let again = SuspendService(name: .sample("web"), reason: nil, user: "anna")
        #expect(try await workshop.sendWithoutWriting(again).hasChanged == false)
        #expect(try await workshop.service("web")?.suspension?.reason == "incident 12")
        let other = SuspendService(name: .sample("web"), reason: "incident 13", user: "anna")
        #expect(try await workshop.commands.send(other).hasChanged)
        #expect(try await workshop.service("web")?.suspension?.reason == "incident 13")
    }
}
