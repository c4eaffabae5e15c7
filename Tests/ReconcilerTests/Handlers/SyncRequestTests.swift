import Domain
import Reconciler
import TestSupport
import Testing

@Suite("ControlClient for a sync")
struct SyncRequestTests {
    private func request(_ names: String..., force: Bool = false) -> RequestSync {
        RequestSync(scope: .named(names.map { .sample($0) }), force: force, user: "anna")
    }

    private func workshop(_ services: ServiceDefinition...) async throws -> Workshop {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository()
        for service in services { repository.put(service) }
        try await workshop.sync(source, repository)
        return workshop
    }

    @Test("forgets failed tries, so that the next one comes at once and says who asked")
    func forgets() async throws {
        let workshop = try await workshop(.sample(retry: RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)))
        try await workshop.run("web", .failed)
        #expect(try await workshop.decide("web") == .hold(.stalled))

        #expect(try await workshop.commands.send(request("web")) == [workshop.id("web")])

        let queued = try #require(try await workshop.start("web").queued)
        let order = try #require(try await workshop.deployment(queued)?.order)
        #expect(order.origin == .sync)
        #expect(order.user == "anna")
        #expect(order.attempt == 1)
    }

    @Test("lets a cancelled service go on")
    func cancelled() async throws {
        let workshop = try await workshop(.sample())
        try await workshop.run("web", .cancelled)
        #expect(try await workshop.decide("web") == .hold(.cancelled))
        _ = try await workshop.commands.send(request("web"))
        #expect(try await workshop.decide("web").isDeploy)
    }

    @Test("deploys nothing without drift, unless by force, and then once")
    func force() async throws {
        let workshop = try await workshop(.sample())
        try await workshop.run("web")
        _ = try await workshop.commands.send(request("web"))
        #expect(try await workshop.service("web")?.request == nil)
        #expect(try await workshop.decide("web") == .nothing(.synced))

        _ = try await workshop.commands.send(request("web", force: true))
        #expect(try await workshop.decide("web") == .deploy(.forced))
        try await workshop.run("web")
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("by force during a run leads to another run after it")
    func forceDuringRun() async throws {
        let workshop = try await workshop(.sample())
        let first = try await workshop.begin("web")
        _ = try await workshop.commands.send(request("web", force: true))
        #expect(try await workshop.decide("web") == .wait(.running(first)))
        try await workshop.finish(first, .failed)
        #expect(try await workshop.decide("web") == .deploy(.forced))
        try await workshop.run("web")
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("by force is refused for what is suspended or invalid, and then for all that were named")
    func refusesForce() async throws {
        let workshop = try await workshop(
            .sample(name: "paused", suspend: true),
            .sample(name: "a", dependsOn: ["b"]),
            .sample(name: "b", dependsOn: ["a"]),
            .sample(name: "web")
        )
        await #expect(throws: Refusal.notDeployable([.sample("paused"), .sample("a")])) {
            try await workshop.commands.send(request("web", "paused", "a", force: true))
        }
        #expect(try await workshop.service("web")?.request == nil)
    }

    @Test("for all passes over what is suspended or invalid")
    func all() async throws {
        let workshop = try await workshop(.sample(name: "paused", suspend: true), .sample(name: "web"))
        _ = try await workshop.commands.send(RequestSync(scope: .all, force: true, user: nil))
        #expect(try await workshop.decide("paused") == .hold(.suspended))
        #expect(try await workshop.service("paused")?.request?.force != true)
        #expect(try await workshop.decide("web") == .deploy(.forced))
    }

    @Test("lifts no dependency and no suspend")
    func liftsNothing() async throws {
        let workshop = try await workshop(.sample(name: "db", suspend: true), .sample(name: "web", dependsOn: ["db"]))
        _ = try await workshop.commands.send(request("web", "db"))
        #expect(try await workshop.decide("web") == .wait(.dependencies([.sample("db")])))
        #expect(try await workshop.decide("db") == .hold(.suspended))
    }

    @Test("names everything that nobody knows")
    func unknown() async throws {
        let workshop = try await workshop(.sample())
        let absent = ["a", "z"].map { AbsentService(name: .sample($0)) }
        await #expect(throws: Refusal.noServiceNamed(absent)) {
            try await workshop.commands.send(request("z", "web", "a"))
        }
    }
}
