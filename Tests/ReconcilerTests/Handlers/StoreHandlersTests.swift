import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A source that left the configuration")
struct ForgetSourceTests {
    private let workshop: Workshop
    private let source: Source.ID

    init() async throws {
        (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(name: "a"), .sample(name: "b")))
        try await workshop.run("a")
        workshop.reactor.forget()
    }

    private func forget(_ name: String = "config") async throws -> [ServiceName] {
        try await workshop.commands.send(ForgetSource(name: .sample(name)))
    }

    @Test("keeps its services until it is forgotten, and then they and their records are gone")
    func forgets() async throws {
        workshop.runtimeState.configure([])
        #expect(try await workshop.decide("a") == .hold(.sourceGone))
        #expect(try await forget() == [.sample("a"), .sample("b")])
        #expect(workshop.reactor.names == ["ServiceDeleted", "ServiceDeleted", "SourceForgotten"])
        let left = try await workshop.store.read { reading in
            (
                try reading.sources.all(), try reading.deployed.all(after: nil, limit: 9),
                try reading.deployments.counts()
            )
        }
        #expect(left.0.isEmpty)
        #expect(left.1.isEmpty)
        #expect(left.2[.succeeded] == 1)
    }

    @Test("cannot be forgotten while it is configured, nor when there is none")
    func refused() async throws {
        await #expect(throws: Refusal.nothingToForget(.sample("config"), isConfigured: true)) { try await forget() }
        await #expect(throws: Refusal.nothingToForget(.sample("x"), isConfigured: false)) { try await forget("x") }
        #expect(workshop.reactor.names.isEmpty)
    }

    @Test("is forgotten alone where another source of its name has another URL")
    func namesake() async throws {
        let next = OpenSource(name: .sample("config"), url: "https://elsewhere.example/config.git", path: .root)
        let id = try await workshop.commands.send(next)
        workshop.runtimeState.configure([id])
        #expect(try await forget() == [.sample("a"), .sample("b")])
        #expect(try await workshop.store.read { try $0.sources.all().map(\.id) } == [id])
    }

    @Test("begins anew when the configuration names it again: what it defines is not deployed")
    func reopened() async throws {
        workshop.runtimeState.configure([])
        _ = try await forget()
        let again = try await workshop.open("config")
        #expect(again == source)
        #expect(try await workshop.source(source)?.standing == .followed)
        #expect(try await workshop.source(source)?.accepted == nil)
        try await workshop.sync(source, Repository(.sample(name: "a")))
        #expect(try await workshop.decide("a") == .deploy(.drift([.notDeployed])))
    }
}

@Suite("A backup that was put in place")
struct AdoptStoreTests {
    private let workshop: Workshop
    private let source: Source.ID
    private let repository = Repository(.sample(name: "a"), .sample(name: "b"), .sample(name: "c"))

    init() async throws {
        (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, repository)
        try await workshop.run("a")
    }

    private func adopt(lastTrace: Int64? = nil) async throws -> Bool {
        try await workshop.commands.send(AdoptStore(lastTrace: lastTrace.map { Deployment.ID($0) }))
    }

    @Test("is told from a store, which is left as it is")
    func store() async throws {
        #expect(try await workshop.sendWithoutWriting(AdoptStore(lastTrace: Identifier(9))) == false)
        #expect(try await workshop.decide("b").isDeploy)
    }

    @Test("has another epoch, and goes on with the numbers of its events")
    func epoch() async throws {
        let before = try await workshop.store.read { (try $0.events.epoch(), try $0.events.lastSequence()) }
        await workshop.store.becomeBackup()
        #expect(try await adopt())
        let after = try await workshop.store.read { (try $0.events.epoch(), try $0.events.lastSequence()) }
        #expect(after.0 != before.0)
        #expect(after.1 > before.1)
        #expect(try await adopt() == false)
    }

    @Test("ends what was under way when it was taken, each with one terminal event")
    func ends() async throws {
        let running = try await workshop.begin("b")
        let queued = try #require(try await workshop.start("c").queued)
        workshop.reactor.forget()
        await workshop.store.becomeBackup()
        _ = try await adopt()
        #expect(try await workshop.deployment(running)?.state == .interrupted)
        #expect(try await workshop.deployment(queued)?.state == .superseded)
        #expect(workshop.reactor.names == ["DeploymentFailed", "DeploymentSuperseded", "SourceUpdated"])
    }

    @Test("keeps whose the run was that it has ended, and makes every other one its own")
    func owners() async throws {
        let (before, after) = (RunOwner.sample("a"), RunOwner.sample("b"))
        let queued = try #require(try await workshop.start("b").queued)
        _ = try await workshop.commands.send(BeginRun(deployment: queued, owner: before.id))
        await workshop.store.becomeBackup()
        _ = try await adopt()
        try await workshop.commands.send(RegisterOwner(owner: after))
        #expect(try await workshop.deployment(queued)?.state == .interrupted)
        #expect(try await workshop.deployment(queued)?.owner == before.id)

        // A store that somebody has only put into another state dir.
        try await workshop.sync(source, repository)
        let running = try #require(try await workshop.start("c").queued)
        _ = try await workshop.commands.send(BeginRun(deployment: running, owner: before.id))
        try await workshop.commands.send(RegisterOwner(owner: after))
        #expect(try await workshop.store.read { try $0.deployments.running(ownedBy: after.id) } == [running])
    }

    @Test("gives out no number of which there is a trace beside it")
    func numbers() async throws {
        await workshop.store.becomeBackup()
        _ = try await adopt(lastTrace: 41)
        try await workshop.sync(source, repository)
        #expect(try await workshop.begin("b") == Identifier(42))
    }

    @Test("deploys nothing, not even by force, until a revision is accepted, be it the same one")
    func held() async throws {
        await workshop.store.becomeBackup()
        _ = try await adopt()
        #expect(try await workshop.decide("b") == .hold(.restored))
        #expect(try await workshop.decide("a") == .nothing(.synced))
        _ = try await workshop.commands.send(RequestSync(scope: .named([.sample("a")]), force: true, user: nil))
        #expect(try await workshop.decide("a") == .hold(.restored))

        let hold = try await workshop.judge(source, repository, HoldRules())
        #expect(hold?.reason == .restored)
        #expect(hold?.revision == repository.revision)
        let affected = try await workshop.sync(source, repository)
        #expect(affected.count == 3)
        #expect(try await workshop.source(source)?.held == nil)
        #expect(try await workshop.decide("b").isDeploy)
    }

    @Test("goes on waiting for a person whatever else becomes of the source")
    func stillHeld() async throws {
        await workshop.store.becomeBackup()
        _ = try await adopt()

        try await workshop.commands.send(RecordSourceFailure(source: source, message: "down"))
        #expect(try await workshop.decide("b") == .hold(.restored))
        try await workshop.commands.send(RecordSourceRecovery(source: source))
        #expect(try await workshop.decide("b") == .hold(.restored))
        _ = try await workshop.open("config")
        #expect(try await workshop.decide("b") == .hold(.restored))
        var next = repository
        next.commit()
        #expect(try await workshop.judge(source, next, HoldRules())?.reason == .restored)
        #expect(try await workshop.judge(source, repository, HoldRules())?.reason == .restored)
        #expect(try await workshop.decide("b") == .hold(.restored))
    }
}
