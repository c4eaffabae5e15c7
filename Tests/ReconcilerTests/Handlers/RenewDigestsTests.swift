import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Renewing digests")
struct RenewDigestsTests {
    private static let (old, new) = (Digest.sample("a", scheme: 1), Digest.sample("b"))
    private static let accepted = Revision.sample(number: 7)

    /// A repository as a program of the first scheme has read it.
    private static func repository(_ digest: Digest = old, number: Int = 1) -> Repository {
        var repository = Repository(number: number)
        repository.put(.valid(.sample(.sample(name: "web"), folder: "web", digest: digest)), in: "web")
        return repository
    }

    private func renew(_ workshop: Workshop, _ source: Source.ID, _ before: Digest = old) async throws {
        let renewal = DigestRenewal(service: .sample("web"), before: before, now: Self.new)
        try await workshop.commands.send(
            RenewDigests(source: source, revision: Self.accepted, renewals: [renewal])
        )
    }

    /// What the source reads now.
    private func read(_ workshop: Workshop, _ source: Source.ID) async throws {
        try await workshop.sync(source, Self.repository(Self.new, number: 7))
    }

    @Test("of a success deploys nothing")
    func success() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        let run = try await workshop.run("web")
        workshop.reactor.forget()
        try await renew(workshop, source)
        #expect(workshop.reactor.names == ["ServiceUpdated"])
        try await read(workshop, source)

        #expect(try await workshop.decide("web") == .nothing(.synced))
        let deployed = try #require(try await workshop.deployed("web"))
        #expect(deployed.digest == Self.new)
        #expect(deployed.version == Self.new.short)
        #expect(deployed.revision == .sample(number: 1))
        let order = try #require(try await workshop.deployment(run)).order
        #expect(order.digest == Self.new)
        #expect(order.revision == .sample(number: 1))
        #expect(try await workshop.service("web")?.revision == Self.accepted)
    }

    @Test("of a failure forgets no try, and deploys nothing")
    func failure() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        try await workshop.run("web", .cancelled)
        try await renew(workshop, source)
        try await read(workshop, source)

        #expect(try await workshop.attempts("web").verdict == .cancelled)
        #expect(try await workshop.decide("web") == .hold(.cancelled))
        let id = try await workshop.id("web")
        #expect(try await workshop.store.read { try $0.deployments.lastRun(of: id)?.digest } == Self.new)
    }

    @Test("of a run that is under way makes its success that of the new digest")
    func running() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        let run = try await workshop.begin("web")
        try await renew(workshop, source)
        try await read(workshop, source)
        try await workshop.finish(run)
        #expect(try await workshop.decide("web") == .nothing(.synced))
    }

    @Test("of what waits keeps its place, and runs it from the revision of the new digest")
    func queued() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        let queued = try #require(try await workshop.start("web").queued)
        try await renew(workshop, source)
        try await read(workshop, source)

        #expect(try await workshop.start("web").queued == queued)
        let order = try #require(try await workshop.deployment(queued)).order
        #expect(order.digest == Self.new)
        #expect(order.revision == Self.accepted)
    }

    @Test("leaves the drift that there was before, and adds none")
    func drift() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let deployed = Digest.sample("c", scheme: 1)
        try await workshop.sync(source, Self.repository(deployed))
        try await workshop.run("web")
        try await workshop.sync(source, Self.repository(number: 2))
        let before = try await workshop.decide("web")
        try await renew(workshop, source)
        try await read(workshop, source)

        #expect(before == .deploy(.drift([.definitionChanged])))
        #expect(try await workshop.decide("web") == before)
        #expect(try await workshop.deployed("web")?.digest == deployed)
        #expect(try await workshop.service("web")?.desired.digest == Self.new)
    }

    @Test("touches nothing that has another digest, or is another source's")
    func others() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        try await workshop.run("web")
        let other = try await workshop.open("other")
        workshop.reactor.forget()
        try await renew(workshop, source, .sample("e", scheme: 1))
        try await renew(workshop, other)
        #expect(workshop.reactor.names.isEmpty)
        #expect(try await workshop.deployed("web")?.digest == Self.old)
        #expect(try await workshop.service("web")?.desired.digest == Self.old)
    }

    @Test("is no decision of its own")
    func decisions() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Self.repository())
        try await workshop.run("web")
        _ = try await workshop.start("web")
        let id = try await workshop.id("web")
        let before = try await workshop.store.read { try $0.decisions.last(of: id) }
        try await renew(workshop, source)
        try await read(workshop, source)
        _ = try await workshop.start("web")
        #expect(try await workshop.store.read { try $0.decisions.last(of: id) } == before)
    }
}
