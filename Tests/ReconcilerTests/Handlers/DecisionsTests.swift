import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The decisions that are kept of a service")
struct DecisionsTests {
    private func workshop(_ definition: ServiceDefinition = .sample()) async throws -> Workshop {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(definition))
        return workshop
    }

    private func reasons(_ workshop: Workshop) async throws -> [String] {
        let records = try await workshop.store.read { reading in
            try reading.decisions.page(of: .sample("web"), before: nil, limit: 100)
        }
        return records.reversed().map { "\($0.cause.decision) \($0.cause.reason)" }
    }

    @Test("tell the way from drift to what is deployed, each once")
    func life() async throws {
        let workshop = try await workshop()
        let id = try await workshop.begin("web")
        _ = try await workshop.start("web")
        try await workshop.finish(id)
        for _ in 1...3 { _ = try await workshop.start("web") }
        #expect(try await reasons(workshop) == ["deploy not_deployed", "wait running", "nothing synced"])
        let first = try await workshop.store.read { try $0.decisions.page(of: .sample("web"), before: nil, limit: 9) }
        #expect(first.map(\.deployment) == [nil, id, id])
        #expect(first.last?.message == "deploy, because it has never been deployed")
    }

    @Test("do not grow while a wait becomes shorter")
    func backoff() async throws {
        let workshop = try await workshop()
        try await workshop.run("web", .failed)
        _ = try await workshop.start("web")
        workshop.time.pass(1_000)
        _ = try await workshop.sendWithoutWriting(StartDeployments(services: [workshop.id("web")]))
        workshop.time.pass(4_000)
        _ = try await workshop.start("web")
        let expected = ["deploy not_deployed", "wait running", "wait backoff", "deploy not_deployed"]
        #expect(try await reasons(workshop) == expected)
    }

    @Test("tell of a new revision, though the decision is the same")
    func revision() async throws {
        let workshop = try await workshop()
        _ = try await workshop.start("web")
        try await workshop.sync(try await workshop.open("config"), Repository(number: 2, .sample(version: "2")))
        _ = try await workshop.start("web")
        let records = try await workshop.store.read { try $0.decisions.page(of: .sample("web"), before: nil, limit: 9) }
        #expect(records.map(\.cause.revision) == [.sample(number: 2), .sample(number: 1)])
        #expect(records.map(\.deployment) == [Identifier(2), Identifier(1)])
    }

    @Test("tell who suspended it, who asked, and what each said")
    func people() async throws {
        let workshop = try await workshop()
        let name = ServiceName.sample("web")
        _ = try await workshop.commands.send(SuspendService(name: name, reason: "one", user: "eve"))
        _ = try await workshop.commands.send(SuspendService(name: name, reason: "two", user: "eve"))
        _ = try await workshop.commands.send(ResumeService(name: name))
        try await workshop.run("web")
        _ = try await workshop.commands.send(RequestSync(scope: .named([name]), force: true, user: "anna"))
        _ = try await workshop.start("web")
        let records = try await workshop.store.read { try $0.decisions.page(of: name, before: nil, limit: 9) }
        #expect(records.map(\.cause.reason) == ["forced", "running", "not_deployed", "suspended", "suspended"])
        #expect(records.first?.message == "deploy, because a person asked for it (asked for by anna)")
        #expect(records.last?.message.contains("eve has suspended it (one)") == true)
    }

    @Test("name the commit that led to them: of a problem one of the revision that has it")
    func commits() async throws {
        let (workshop, id) = try await Workshop.withSource()
        let source = ScriptedSource()
        var repository = Repository(.sample(dependsOn: ["db"]), .sample(name: "db"))
        func next() async throws {
            try await workshop.sync(id, repository)
            _ = try await workshop.start("web")
            let commit = Commit(
                revision: .sample(number: repository.number + 100),
                subject: "change \(repository.number)",
                author: "ada",
                time: nil
            )
            await source.changedLast(commit, upTo: repository.revision)
            repository.commit()
        }
        try await next()
        repository.breakFile(in: "web", name: "web")
        try await next()
        repository.put(.sample(dependsOn: ["db"]))
        try await next()
        repository.remove("db")
        try await next()
        repository.put(.sample(name: "db"))
        try await next()

        let page = try #require(
            try await workshop.views(sources: [source]).decisions(of: .sample("web"), before: nil, limit: 9)
        )
        let shown = page.items.map { "\($0["reason"]?.string ?? ""): \($0["commit"]?["subject"]?.string ?? "")" }
        #expect(
            shown == [
                "dependency: change 5", "unknown_dependency: change 4", "dependency: change 3",
                "invalid_definition: change 2", "dependency: change 1",
            ]
        )
        #expect(page.items.first?["commits"] == .array([.string(Revision.sample(number: 105).hex)]))
        let searched = await source.searched
        #expect(searched.map(\.folders) == [["db", "web"], ["db", "web"], ["web"], ["web"], ["web"]])
        let unknown = try #require(try await workshop.views().decisions(of: .sample("web"), before: nil, limit: 1))
        #expect(unknown.items.first?["commit"] == .null)
        #expect(unknown.items.first?["commits"] == .array([.string(Revision.sample(number: 5).hex)]))
    }

    @Test("are told again when another problem takes the place of one, and not for the same one")
    func problems() async throws {
        let workshop = try await workshop()
        let source = try await workshop.open("config")
        var repository = Repository(.sample())
        for message in ["one", "one", "two"] {
            repository.commit()
            let problem = Problem(.invalidDefinition, path: .sample("web/service.json"), message: message)
            repository.put(.broken(name: .sample("web"), problems: [problem]), in: "web")
            try await workshop.sync(source, repository)
            _ = try await workshop.start("web")
        }
        #expect(try await reasons(workshop) == ["hold invalid_definition", "hold invalid_definition"])
    }

    @Test("say of a failed run which step failed, where, and what it said")
    func failure() async throws {
        let workshop = try await workshop(.sample(retry: RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)))
        let id = try await workshop.begin("web")
        let reports = [
            StepUpdate(name: "copy", state: .success, time: .sample()),
            StepUpdate(name: "install", host: "h1", state: .failure, message: "no space", time: .sample()),
        ]
        try await workshop.commands.send(
            ProcessStep(deployment: id, reports: reports.map(StepReport.step), from: 0, to: 9)
        )
        let end = RunEnd(outcome: .failed, exitCode: 2, message: "exit status 2")
        try await workshop.commands.send(FinishDeployment(deployment: id, end: end))
        _ = try await workshop.start("web")
        let newest = try #require(
            try await workshop.views().decisions(of: .sample("web"), before: nil, limit: 1)?.items.first
        )
        #expect(newest["reason"]?.string == "stalled")
        #expect(newest["deployment_id"] == .integer(id.number))
        let failure = newest["failure"]
        #expect(failure?["state"]?.string == "failed")
        #expect(failure?["step"]?.string == "install")
        #expect(failure?["host"]?.string == "h1")
        #expect(failure?["message"]?.string == "no space")
    }

    @Test("are shown as the API shows them, also of a service that has left")
    func shown() async throws {
        let workshop = try await workshop(.sample(dependsOn: ["db"]))
        _ = try await workshop.start("web")
        let service = try await workshop.id("web")
        try await workshop.sync(try await workshop.open("config"), Repository(number: 2))
        _ = try await workshop.commands.send(StartDeployments(services: [service]))

        let views = workshop.views()
        let page = try #require(try await views.decisions(of: .sample("web"), before: nil, limit: 1))
        #expect(page.items.first?["reason"]?.string == "removed")
        let next = try #require(page.next.flatMap { Int64($0) })
        let rest = try #require(try await views.decisions(of: .sample("web"), before: Identifier(next), limit: 5))
        #expect(
            rest.items.first?.keys == [
                "seq", "time", "service", "decision", "reason", "message", "revision", "digest", "commits", "commit",
                "blocked_by", "deployment_id", "failure",
            ]
        )
        #expect(rest.items.first?["blocked_by"] == .array([.string("db")]))
        #expect(try await views.decisions(of: .sample("nobody"), before: nil, limit: 5) == nil)
    }
}
