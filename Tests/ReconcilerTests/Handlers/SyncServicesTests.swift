import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Accepting a revision")
struct SyncServicesTests {
    @Test("takes new services in, and remembers the revision")
    func creates() async throws {
        let (workshop, source) = try await Workshop.withSource()

        let affected = try await workshop.sync(source, Repository(.sample(name: "db"), .sample(name: "web")))

        #expect(try await affected == [workshop.id("db"), workshop.id("web")])
        #expect(workshop.reactor.names == ["ServiceCreated", "ServiceCreated", "SourceUpdated"])
        #expect(try await workshop.source(source)?.accepted == .sample(number: 1))
    }

    @Test("updates what changed, with the revision that changed it")
    func updates() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db"), .sample(name: "web"))
        try await workshop.sync(source, repository)
        workshop.reactor.forget()

        repository.commit()
        repository.put(.sample(name: "web", version: "2"), digest: 2)
        let affected = try await workshop.sync(source, repository)

        #expect(try await affected == [workshop.id("web")])
        #expect(try await workshop.service("web")?.revision == .sample(number: 2))
        #expect(try await workshop.service("db")?.revision == .sample(number: 1))
        #expect(workshop.reactor.names == ["ServiceUpdated", "SourceUpdated"])
    }

    @Test("of a source that nobody opened is refused")
    func unknownSource() async throws {
        await #expect(throws: Refusal.unknownSource(Identifier(9))) {
            try await Workshop().sync(Identifier(9), Repository())
        }
    }

    @Test("removes what has left, with its place in the queue and what is deployed of it")
    func removes() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web")
        repository.commit()
        repository.put(.sample(name: "web"), digest: 2)
        try await workshop.sync(source, repository)
        let id = try await workshop.id("web")
        let queued = try #require(try await workshop.start("web").queued)
        workshop.reactor.forget()

        repository.commit()
        repository.remove("web")
        let affected = try await workshop.sync(source, repository)

        #expect(affected == [id])
        #expect(workshop.reactor.names == ["DeploymentSuperseded", "ServiceDeleted", "SourceUpdated"])
        #expect(try await workshop.service("web") == nil)
        #expect(try await workshop.deployment(queued)?.state == .superseded)
        #expect(try await workshop.store.read { try $0.deployed.find(id) } == nil)
        #expect(try await workshop.store.read { try $0.services.find(id)?.lifecycle } == .removed)
    }

    @Test("makes a service that comes back a new one, which was never deployed")
    func comesBack() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web")
        let before = try await workshop.id("web")
        repository.commit()
        repository.remove("web")
        try await workshop.sync(source, repository)
        repository.commit()
        repository.put(.sample(name: "web"))
        try await workshop.sync(source, repository)

        #expect(try await workshop.id("web") != before)
        #expect(try await workshop.decide("web") == .deploy(.drift([.notDeployed])))
    }

    @Test("keeps the last valid state of a service whose file is broken, and says why")
    func broken() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db"), .sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web")
        let before = try await workshop.service("web")

        repository.commit()
        repository.breakFile(in: "web")
        repository.put(.sample(name: "db"), digest: 2)
        try await workshop.sync(source, repository)

        let after = try #require(try await workshop.service("web"))
        #expect(after.desired == before?.desired)
        #expect(after.problems.map(\.kind) == [.invalidDefinition])
        #expect(try await workshop.source(source)?.problems == [])
        #expect(try await workshop.decide("web") == .hold(.invalidDefinition))
        #expect(try await workshop.decide("db").isDeploy)
    }

    @Test("keeps a service whose folder has become a submodule, or is in one, until the submodule is gone")
    func submodule() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db"), .sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web")

        repository.commit()
        repository.makeSubmodule("web")
        repository.makeSubmodule("vendor")
        try await workshop.sync(source, repository)

        let kept = try await workshop.service("web")?.problems
        #expect(kept?.map(\.path.text) == ["web"] && kept?.map(\.severity) == [.error])
        #expect(try await workshop.decide("web") == .hold(.invalidDefinition))
        #expect(try await workshop.source(source)?.problems.map(\.path.text) == ["vendor"])

        repository.commit()
        repository.remove("web")
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web") == nil)
    }

    @Test("reports a broken file that never defined a service with the source")
    func brokenFromTheStart() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db"))
        repository.breakFile(in: "web", name: "web")
        try await workshop.sync(source, repository)

        #expect(try await workshop.service("web") == nil)
        #expect(try await workshop.source(source)?.problems.map(\.path.text) == ["web/service.json"])
    }

    @Test("reports a broken file with the service that it keeps, and nowhere else")
    func brokenElsewhere() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        repository.commit()
        repository.remove("web")
        repository.breakFile(in: "moved", name: "web")
        try await workshop.sync(source, repository)

        #expect(try await workshop.service("web")?.problems.map(\.path.text) == ["moved/service.json"])
        #expect(try await workshop.source(source)?.problems == [])
    }

    @Test("deploys nothing for a renamed folder, and does what follows at the new place")
    func renamedFolder() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web")
        let id = try await workshop.id("web")

        repository.commit()
        repository.remove("web")
        repository.put(.sample(name: "web"), in: "shop")
        try await workshop.sync(source, repository)

        #expect(try await workshop.id("web") == id)
        #expect(try await workshop.decide("web") == .nothing(.synced))
        #expect(try await workshop.service("web")?.desired.folder.text == "shop")
        #expect(try await workshop.service("web")?.revision == .sample(number: 2))
    }

    @Test("tells the owner of a name and the intruder, and lets the owner go on")
    func intruder() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        repository.commit()
        repository.put(.sample(name: "web"), in: "copy", digest: 2)
        try await workshop.sync(source, repository)

        #expect(try await workshop.service("web")?.problems.map(\.severity) == [.warning])
        #expect(try await workshop.service("web")?.desired.folder.text == "web")
        #expect(try await workshop.source(source)?.problems.map(\.path.text) == ["copy/service.json"])
        #expect(try await workshop.decide("web").isDeploy)
    }

    @Test("gives a name that two claim and nobody owns to neither, until one lets it go")
    func contested() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository()
        repository.put(.sample(name: "web"), in: "a")
        repository.put(.sample(name: "web"), in: "b")
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web") == nil)
        #expect(try await workshop.source(source)?.problems.map(\.path.text) == ["a/service.json", "b/service.json"])

        repository.commit(incremental: true)
        repository.remove("a")
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web")?.desired.folder.text == "b")
        #expect(try await workshop.source(source)?.problems == [])
    }

    @Test("names ten of hundreds that claim a name, in the problem of each")
    func contestedByMany() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository()
        for number in 100..<400 { repository.put(.sample(name: "web"), in: "s\(number)") }
        repository.commit()
        try await workshop.sync(source, repository)

        let messages = try #require(try await workshop.source(source)?.problems.map(\.message))
        #expect(messages.count == 300)
        let end = ", so none of them is deployed; give each service its own name"
        let others = (101...110).map { "'s\($0)'" }.joined(separator: ", ")
        #expect(messages.first == "the name 'web' is also claimed in \(others), and 289 more\(end)")
        #expect(messages.allSatisfy { $0.hasSuffix(", and 289 more\(end)") })
    }

    @Test("leaves a name to the other source that has it")
    func foreign() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let other = try await workshop.open("other")
        try await workshop.sync(source, Repository(.sample(name: "web")))
        var repository = Repository(.sample(name: "web"), .sample(name: "db"))
        repository.name = "other"
        try await workshop.sync(other, repository)

        #expect(try await workshop.service("web")?.source == source)
        #expect(try await workshop.service("db")?.source == other)
        let problems = try #require(try await workshop.source(other)?.problems)
        #expect(problems.map(\.kind) == [.duplicateName])
        #expect(problems[0].message.contains("the source 'config'"))
    }

    @Test("says so when the name belongs to the source's own past")
    func formerSelf() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(name: "web")))
        let moved = try await workshop.commands.send(
            OpenSource(name: .sample("config"), url: "https://git.example/moved.git", path: .root)
        )
        try await workshop.sync(moved, Repository(.sample(name: "web")))

        let message = try #require(try await workshop.source(moved)?.problems.first?.message)
        #expect(message.contains("this source when it had another URL or path"))
    }

    @Test("forgets failed tries when any key of a definition changes, and not when only its place does")
    func attempts() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        try await workshop.run("web", .failed)
        #expect(try await workshop.attempts("web").failures == 1)

        repository.commit()
        repository.remove("web")
        repository.put(.sample(name: "web"), in: "moved")
        try await workshop.sync(source, repository)
        #expect(try await workshop.attempts("web").failures == 1)

        repository.commit()
        repository.put(.sample(name: "web", description: "the shop"), in: "moved")
        try await workshop.sync(source, repository)
        #expect(try await workshop.attempts("web") == .none)
    }

    @Test("forgets failed tries when only the content changes, also back to one that has failed before")
    func attemptsOfContent() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let definition = ServiceDefinition.sample(
            name: "web",
            retry: RetryPolicy(limit: 0, backoff: 1_000, maximumBackoff: 1_000)
        )
        var repository = Repository()
        for digest in [1, 2, 1] {
            repository.commit()
            repository.put(definition, digest: digest)
            try await workshop.sync(source, repository)
            #expect(try await workshop.attempts("web") == .none)
            #expect(try await workshop.decide("web").isDeploy)
            try await workshop.run("web", .failed)
            #expect(try await workshop.decide("web") == .hold(.stalled))
        }
    }

    @Test("forgets a request that came before the new definition, and one by force when it is suspended")
    func requests() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        let scope = RequestSync.Scope.named([.sample("web")])
        _ = try await workshop.commands.send(RequestSync(scope: scope, force: false, user: nil))
        repository.commit()
        repository.put(.sample(name: "web"), digest: 2)
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web")?.request == nil)

        _ = try await workshop.commands.send(RequestSync(scope: scope, force: true, user: nil))
        repository.commit()
        repository.put(.sample(name: "web"), digest: 3)
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web")?.request?.force == true)

        repository.commit()
        repository.put(.sample(name: "web", suspend: true), digest: 3)
        try await workshop.sync(source, repository)
        #expect(try await workshop.service("web")?.request == nil)
    }

    @Test("names those that depend on what changed")
    func dependants() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(
            .sample(name: "db"),
            .sample(name: "web", dependsOn: ["db"]),
            .sample(name: "mail")
        )
        try await workshop.sync(source, repository)
        repository.commit(incremental: true)
        repository.put(.sample(name: "db", suspend: true))
        #expect(try await workshop.sync(source, repository) == [workshop.id("db"), workshop.id("web")])
    }

    @Test("tells of a rewritten history once")
    func rewritten() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "web"))
        try await workshop.sync(source, repository)
        repository.commit()
        repository.ancestry = .rewritten
        try await workshop.sync(source, repository)

        #expect(workshop.reactor.names.suffix(2) == ["SourceRewritten", "SourceUpdated"])
        _ = try await workshop.sendWithoutWriting(SyncServices(source: source, state: repository.state))
    }

    @Test("shows a new service with the dependency that comes later in the same revision")
    func eventsSeeEverything() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(name: "a", dependsOn: ["b"]), .sample(name: "b")))

        let events = try await workshop.store.read { try $0.events.page(after: 0, limit: 10) }
        let shown = try JSONParser.parse(events[0].data, limits: .own).value
        #expect(events[0].service == "a")
        #expect(shown["decision"]?["reason"]?.string == "dependency")
        #expect(shown["problems"]?.array == [])
    }
}
