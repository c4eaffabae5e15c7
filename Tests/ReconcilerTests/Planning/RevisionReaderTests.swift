import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("How far a revision has come")
struct RevisionReaderTests {
    private let workshop: Workshop
    private let source: Source.ID
    private let scripted = ScriptedSource()
    private static let once = RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)
    private var repository = Repository(.sample(name: "a"), .sample(name: "b"))

    init() async throws {
        (workshop, source) = try await Workshop.withSource()
        await scripted.descend(.sample(number: 1), .sample(number: 2), .sample(number: 3), .sample(number: 4))
        try await workshop.sync(source, repository)
        try await workshop.run("a")
        try await workshop.run("b")
    }

    private func progress(
        _ number: Int,
        in sources: [any ConfigurationSource]? = nil
    ) async throws -> RevisionProgress {
        let reader = RevisionReader(
            store: workshop.store,
            runtimeState: workshop.runtimeState,
            board: workshop.board,
            sources: sources ?? [scripted]
        )
        return try await reader.progress(of: .sample(number: number))
    }

    private func states(_ number: Int) async throws -> [String: RevisionProgress.State] {
        let services = try await progress(number).services
        return Dictionary(services.map { ($0.name.text, $0.state) }) { first, _ in first }
    }

    @Test("waits as long as no source has accepted it")
    func unknown() async throws {
        let progress = try await progress(2)
        #expect(progress.outcome == .pending)
        #expect(progress.services.isEmpty)
        #expect(try await self.progress(77).outcome == .pending)
    }

    @Test("is not rewritten history when it is accepted while it is looked for")
    func acceptedMeanwhile() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", version: "2"), digest: 2)
        let (next, workshop, source) = (repository, workshop, source)
        await scripted.beforeDescendants { try await workshop.sync(source, next) }
        #expect(try await progress(2).outcome == .pending)
        #expect(try await states(2) == ["a": .pending])
    }

    @Test("is done at once if it changes nothing that a run can see")
    func nothing() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", description: "words"))
        try await workshop.sync(source, repository)
        #expect(try await progress(2).outcome == .done)
        #expect(try await states(2).isEmpty)
    }

    @Test("is told of the services that it changed, and of no other")
    func services() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", version: "2"), digest: 2)
        try await workshop.sync(source, repository)
        #expect(try await states(2) == ["a": .pending])
        #expect(try await progress(2).outcome == .pending)
        try await workshop.run("a")
        #expect(try await states(2) == ["a": .done])
        #expect(try await progress(2).outcome == .done)
    }

    @Test("is looked for in the first revision that contains it")
    func descendant() async throws {
        var repository = repository
        repository.commit()
        repository.commit()
        repository.put(.sample(name: "b", version: "2"), digest: 2)
        try await workshop.sync(source, repository)
        repository.commit()
        repository.put(.sample(name: "a", version: "2"), digest: 2)
        try await workshop.sync(source, repository)
        #expect(try await states(2) == ["b": .pending])
        try await workshop.run("b")
        #expect(try await progress(2).outcome == .done)
        #expect(try await progress(4).outcome == .pending)
    }

    @Test("has failed where it takes away what a deployed service depends on, and says what is wrong")
    func stranded() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", dependsOn: ["b"]))
        try await workshop.sync(source, repository)
        #expect(try await progress(2).outcome == .done)
        repository.commit()
        repository.remove("b")
        try await workshop.sync(source, repository)
        #expect(try await progress(3).outcome == .failed)
        #expect(try await states(3) == ["a": .failed])
        #expect(try await progress(3).problems.map(\.kind) == [.unknownDependency])
        #expect(try await progress(2).outcome == .done)
        repository.commit()
        repository.put(.sample(name: "b"))
        try await workshop.sync(source, repository)
        try await workshop.run("b")
        #expect(try await progress(3).outcome == .done)
        #expect(try await progress(4).outcome == .done)
    }

    @Test("has failed where a service names a dependency that nobody defines, though nothing of it would run")
    func misnamed() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", dependsOn: ["nowhere"]))
        try await workshop.sync(source, repository)
        #expect(try await states(2) == ["a": .failed])
        #expect(try await progress(2).services.first?.message.contains("'nowhere', which no source defines") == true)
    }

    @Test("has failed where it leaves a file broken in another way, and not where it does not touch that file")
    func stillBroken() async throws {
        var repository = repository
        repository.commit()
        repository.breakFile(in: "c")
        try await workshop.sync(source, repository)
        #expect(try await progress(2).outcome == .failed)
        repository.commit()
        try await workshop.sync(source, repository)
        #expect(try await progress(3).outcome == .done)
        repository.commit()
        let other = Problem(.invalidDefinition, path: .sample("c/service.json"), message: "another mistake")
        repository.put(.broken(name: nil, problems: [other]), in: "c")
        try await workshop.sync(source, repository)
        #expect(try await progress(4).outcome == .failed)
        #expect(try await progress(4).problems == [other])
    }

    @Test("has failed where a service cannot be deployed by itself")
    func stuck() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", version: "2", retry: Self.once), digest: 2)
        repository.put(.sample(name: "b", version: "2", suspend: true), digest: 2)
        try await workshop.sync(source, repository)
        #expect(try await states(2) == ["a": .pending, "b": .failed])
        try await workshop.run("a", .failed)
        #expect(try await states(2) == ["a": .failed, "b": .failed])
        #expect(try await progress(2).outcome == .failed)
    }

    @Test("is done for a service whose change a later revision took back, or that it took away")
    func takenBack() async throws {
        var repository = repository
        repository.commit()
        for name in ["a", "b"] { repository.put(.sample(name: name, version: "2"), digest: 2) }
        try await workshop.sync(source, repository)
        repository.commit()
        repository.put(.sample(name: "a"))
        repository.remove("b")
        try await workshop.sync(source, repository)
        #expect(try await states(2) == ["a": .done, "b": .done])
        #expect(try await progress(2).outcome == .done)
    }

    @Test("has failed for a service whose deployed state is from before, whatever a later try of it does")
    func laterTry() async throws {
        var repository = repository
        repository.commit()
        repository.put(.sample(name: "a", version: "2", retry: Self.once), digest: 2)
        try await workshop.sync(source, repository)
        try await workshop.run("a", .failed)
        #expect(try await progress(2).outcome == .failed)
        repository.commit()
        repository.put(.sample(name: "a"), digest: 1)
        try await workshop.sync(source, repository)
        #expect(try await progress(2).outcome == .pending)
        try await workshop.run("a")
        #expect(try await progress(2).outcome == .done)
    }

    @Test("has failed as long as a file that it broke is broken")
    func broken() async throws {
        var repository = repository
        repository.commit()
        repository.breakFile(in: "new")
        repository.breakFile(in: "a", name: "a")
        try await workshop.sync(source, repository)
        let progress = try await progress(2)
        #expect(progress.outcome == .failed)
        #expect(progress.problems.map(\.path.text) == ["new/service.json", "a/service.json"])
        #expect(try await states(2) == ["a": .failed])
        repository.commit()
        repository.remove("new")
        repository.put(.sample(name: "a"))
        try await workshop.sync(source, repository)
        #expect(try await self.progress(2).outcome == .done)
    }

    @Test("waits for a person where the tip is held")
    func held() async throws {
        var repository = repository
        repository.commit()
        repository.remove("a")
        try await workshop.judge(source, repository, HoldRules(maxRemoved: 0))
        let progress = try await progress(2)
        #expect(progress.outcome == .pending)
        #expect(RevisionView.json(progress)["sources"]?.array?.first?["state"]?.string == "held")
        try await workshop.sync(source, repository)
        #expect(try await self.progress(2).outcome == .done)
    }

    @Test("has failed when the history does not contain it any more")
    func rewritten() async throws {
        var repository = repository
        repository.commit()
        try await workshop.sync(source, repository)
        await scripted.descend(.sample(number: 9))
        repository.commit()
        let other = Repository(number: 9, .sample(name: "a"), .sample(name: "b"))
        try await workshop.sync(source, other)
        #expect(try await progress(2).outcome == .failed)
        #expect(try await progress(9).outcome == .done)
    }

    @Test("is waited for in every source of the same ref, and in no other")
    func sources() async throws {
        let twin = ScriptedSource(url: scripted.url, name: "twin")
        let other = ScriptedSource(name: "other")
        await twin.descend(.sample(number: 1))
        let both: [any ConfigurationSource] = [scripted, twin, other]
        #expect(try await progress(1, in: both).outcome == .pending)
        let id = try await workshop.commands.send(OpenSource(name: twin.name, url: twin.url, path: .root))
        var repository = Repository(.sample(name: "c"))
        repository.name = "twin"
        try await workshop.sync(id, repository)
        workshop.runtimeState.configure([source, id])
        _ = workshop.runtimeState.markRead(id)
        #expect(try await progress(1, in: both).outcome == .pending)
        try await workshop.run("c")
        let progress = try await progress(1, in: both)
        #expect(progress.outcome == .done)
        #expect(progress.sources.map(\.counts) == [true, true, false])
    }
}
