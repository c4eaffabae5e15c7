import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("What the outside is told")
struct StatusViewsTests {
    private func workshop() async throws -> (Workshop, Source.ID) {
        let (workshop, source) = try await Workshop.withSource()
        workshop.note(source)
        try await workshop.sync(
            source,
            Repository(.sample(name: "a"), .sample(name: "b"), .sample(name: "c", suspend: true))
        )
        try await workshop.run("a")
        return (workshop, source)
    }

    @Test("has these members in a deployment and its steps, and no others")
    func deployment() async throws {
        let (workshop, _) = try await workshop()
        let id = try await workshop.begin("b")
        let update = StepUpdate(name: "copy", state: .running, time: .sample())
        try await workshop.commands.send(ProcessStep(deployment: id, reports: [.step(update)], from: 0, to: 9))
        let views = workshop.views()
        let json = try #require(try await views.deployment(id))
        let members = [
            "id", "service_id", "service", "origin", "user", "reason", "revision", "version", "digest", "state",
            "attempt", "queued", "started", "finished", "exit_code", "message", "context",
        ]
        let step = try #require(try await views.steps(of: id, after: nil, limit: 50)?.items.first)

        #expect(json.keys == members + ["owner", "steps"])
        #expect(json["steps"] == .array([step]))
        #expect(
            step.keys == [
                "id", "deployment_id", "position", "name", "description", "host", "state", "changed", "started",
                "finished", "message",
            ]
        )
        let list = try await views.deployments(DeploymentFilter(), before: nil, limit: 50)
        #expect(list.items.allSatisfy { $0.keys == members })
        #expect(try await views.deployment(Identifier(99)) == nil)
        #expect(try await views.steps(of: Identifier(99), after: nil, limit: 50) == nil)
    }

    @Test("shows times, the end and its message of a deployment")
    func times() async throws {
        let (workshop, source) = try await workshop()
        try await workshop.sync(source, Repository(number: 2, .sample(name: "a"), .sample(name: "b")))
        let id = try await workshop.begin("b")
        workshop.time.pass(1_500)
        let end = RunEnd(outcome: .failed, exitCode: 3, message: "exit status 3")
        try await workshop.commands.send(FinishDeployment(deployment: id, end: end))
        let json = try #require(try await workshop.views().deployment(id))
        #expect(json["queued"] == .string("1970-01-01T00:00:01.000Z"))
        #expect(json["started"] == .string("1970-01-01T00:00:01.000Z"))
        #expect(json["finished"] == .string("1970-01-01T00:00:02.500Z"))
        #expect(json["exit_code"] == .integer(3))
        #expect(json["message"] == .string("exit status 3"))
        #expect(json["state"] == .string("failed"))
    }

    @Test("has these members in what is deployed")
    func deployed() async throws {
        let (workshop, _) = try await workshop()
        let page = try await workshop.views().deployedServices(after: nil, limit: 50)
        #expect(page.items.count == 1)
        #expect(
            page.items[0].keys == ["id", "service", "deployment_id", "version", "revision", "digest", "config", "at"]
        )
    }

    @Test("counts in its overview, and has these members there")
    func overview() async throws {
        let (workshop, _) = try await workshop()
        let json = try await workshop.views().status()
        #expect(json.keys.prefix(5) == ["version", "started", "epoch", "seq", "sources"])
        #expect(json["seq"]?.integer == Int64(workshop.reactor.events.count))
        #expect(json["services"]?["total"] == .integer(3))
        #expect(
            json["services"]?["sync_status"]
                == .members(["synced": .integer(1), "out_of_sync": .integer(2), "unknown": .integer(0)])
        )
        #expect(json["services"]?["health"]?["healthy"] == .integer(1))
        #expect(json["services"]?["health"]?["suspended"] == .integer(1))
        #expect(json["services"]?["health"]?["missing"] == .integer(1))
        #expect(json["deployments"]?.keys.sorted() == Deployment.State.allCases.map(\.rawValue).sorted())
        #expect(json["deployments"]?["succeeded"] == .integer(1))
    }

    @Test("says what takes the disk and what is kept, as far as somebody has looked")
    func disk() async throws {
        let (workshop, _) = try await workshop()
        let board = DiskBoard(limits: .but { $0.age = 90_000 })
        let members = [
            "store_bytes", "log_bytes", "run_bytes", "source_bytes", "free_bytes", "observed", "shortage", "limits",
        ]
        let blank = try #require(try await workshop.views(disk: board).status()["disk"])
        #expect(blank.keys == members)
        #expect(members.dropLast().allSatisfy { blank[$0] == .null })
        #expect(
            blank["limits"]
                == .members([
                    "deployments": .integer(100), "events": .integer(1_000_000),
                    "event_bytes": .integer(256 << 20), "age": .string("1m30s"), "log_bytes": .integer(1 << 30),
                    "total_log_bytes": .integer(10 << 30),
                    "free_bytes": .integer(256 << 20),
                ])
        )
        board.change { note in
            note.use = DiskUse(store: 1, runs: 2, sources: 3)
            note.outputs = 4
            note.free = 5
            note.observed = .sample(7_000)
        }
        #expect(workshop.runtimeState.note(DiskShortage(free: 5, needed: 1 << 20)))
        let full = try #require(try await workshop.views(disk: board).status()["disk"])
        #expect(members.prefix(5).map { full[$0]?.integer } == [1, 4, 2, 3, 5])
        #expect(full["observed"] == .string("1970-01-01T00:00:07.000Z"))
        #expect(full["shortage"]?.string?.hasPrefix("only 5 B are free") == true)
    }

    @Test("says of each source how it stands")
    func sources() async throws {
        let (workshop, source) = try await workshop()
        workshop.note(source) { note in
            note.observed = .sample(7_000)
            note.nextPoll = .sample(9_000)
            note.consecutiveFailures = 2
            note.failure = "connection refused"
        }
        let gone = try await workshop.open("gone")
        let list = try #require(try await workshop.views().status()["sources"]?.array)
        let json = try #require(list.first { $0["name"] == .string("config") })
        #expect(
            Set(json.keys).isSuperset(of: [
                "name", "url", "ref", "revision", "ready", "message", "held", "observed", "next_poll",
                "consecutive_failures",
            ])
        )
        #expect(json["ready"] == .bool(false))
        #expect(json["message"] == .string("connection refused"))
        #expect(json["next_poll"] == .string("1970-01-01T00:00:09.000Z"))
        #expect(try await workshop.source(gone) != nil)
        #expect(list.first { $0["name"] == .string("gone") }?["ready"] == .bool(false))
    }

    @Test("gives lists in parts, each with where the next one begins")
    func pages() async throws {
        let (workshop, _) = try await workshop()
        let views = workshop.views()
        let first = try await views.services(after: nil, limit: 2)
        #expect(first.items.map { $0["name"] } == [.string("a"), .string("b")])
        #expect(first.next == "b")
        #expect(first.sequence == Int64(workshop.reactor.events.count))
        let rest = try await views.services(after: .sample("b"), limit: 2)
        #expect(rest.items.map { $0["name"] } == [.string("c")])
        #expect(rest.next == nil)
        let events = try await views.events(after: 1, limit: 2)
        #expect(events.items.map { $0["seq"] } == [.integer(2), .integer(3)])
        #expect(events.next == "3")
        #expect(events.first == 1)
        _ = try await workshop.store.perform { try $0.removeEvents(upTo: 3, limit: 9) }
        #expect(try await views.events(after: 1, limit: 2).first == 4)
        #expect(events.items[0].keys == ["seq", "time", "type", "event", "service", "deployment_id", "data"])
    }

    @Test("gives the steps of a deployment in parts, and the events of one service")
    func parts() async throws {
        let (workshop, _) = try await workshop()
        let id = try await workshop.begin("b")
        let reports = ["one", "two", "three"].map {
            StepReport.step(StepUpdate(name: $0, state: .success, time: .sample()))
        }
        try await workshop.commands.send(ProcessStep(deployment: id, reports: reports, from: 0, to: 9))
        let views = workshop.views()
        let first = try #require(try await views.steps(of: id, after: nil, limit: 2))
        #expect(first.items.map { $0["name"] } == [.string("one"), .string("two")])
        let rest = try #require(try await views.steps(of: id, after: Int64(first.next ?? ""), limit: 2))
        #expect(rest.items.map { $0["name"] } == [.string("three")])
        #expect(rest.next == nil)

        let events = try await views.events(of: .sample("b"), after: 0, limit: 50).items
        #expect(!events.isEmpty)
        #expect(events.allSatisfy { $0["service"] == .string("b") })
    }

    @Test("has another stamp after every change, and only then")
    func stamp() async throws {
        let (workshop, source) = try await workshop()
        let views = workshop.views()
        let stamp = try #require(views.stamp)
        _ = try await views.status()
        #expect(views.stamp == stamp)
        _ = try await workshop.start("b")
        let started = try #require(views.stamp)
        #expect(started.changes > stamp.changes && started.runtimeState == stamp.runtimeState)
        workshop.runtimeState.configure([source, Identifier(99)])
        #expect(try #require(views.stamp).runtimeState > stamp.runtimeState)
    }

    @Test("says of a list of services whether the time alone changes it")
    func clocked() async throws {
        let (workshop, _) = try await workshop()
        let views = workshop.views()
        #expect(try await !views.services(after: nil, limit: 50).changesWithTime)
        try await workshop.run("b", .failed)
        #expect(try await views.services(after: nil, limit: 50).changesWithTime)
        #expect(try await !views.services(after: .sample("b"), limit: 50).changesWithTime)
    }

    @Test("knows what became of a request")
    func request() async throws {
        let (workshop, _) = try await workshop()
        let report = try await workshop.requests.recording(.sync, of: "anna") {
            let source = SyncReport.PolledSource(name: .sample("config"), revision: .sample(), failure: nil)
            return SyncReport(sources: [source], services: [.sample("web")])
        }
        let id = try #require(report.request)
        let json = try #require(await workshop.views().request(id))
        #expect(
            json.keys == [
                "id", "kind", "user", "source", "state", "received", "finished", "message", "sources", "services",
            ]
        )
        #expect(json["state"] == .string("done"))
        #expect(json["services"] == .array([.string("web")]))
        #expect(json["source"] == .null)
        let polled = json["sources"]?.array?.first
        #expect(polled?.keys == ["name", "revision", "result", "failure", "held"])
        #expect(polled?["result"] == .string("unchanged"))
        #expect(await workshop.views().request(Identifier(1)) == nil)
    }

    @Test("is ready once every source was polled, well or badly, and the store can be written")
    func readiness() async throws {
        let (workshop, source) = try await workshop()
        #expect(await !workshop.views().readiness().isReady)
        workshop.note(source) { note in
            note.observed = .sample()
            note.failure = "connection refused"
        }
        let readiness = await workshop.views().readiness()
        #expect(readiness.isReady)
        #expect(readiness.remarks == ["source 'config': connection refused"])
        workshop.note(source) { note in
            note.observed = .sample()
            note.overdueSince = .sample()
        }
        let overdue = await workshop.views().readiness()
        #expect(overdue.isReady)
        #expect(overdue.remarks == ["the poll of source 'config' that began at \(Instant.sample()) has not ended yet"])
        #expect(await !workshop.views(isWritable: { false }).readiness().isReady)
    }

    @Test("shows the present drift as a plan")
    func plan() async throws {
        let (workshop, _) = try await workshop()
        let plan = try await workshop.views().plan(ref: nil).json
        #expect(plan.keys == ["revision", "held", "in_sync", "changes", "sources", "unknown", "items", "problems"])
        #expect(plan["changes"] == .integer(2))
        #expect(
            plan["items"]?.array?.map { $0["decision"] } == [.string("nothing"), .string("deploy"), .string("hold")]
        )
        #expect(
            plan["items"]?.array?.first?.keys == [
                "service", "decision", "reason", "message", "blocked_by", "drift", "deployed_version",
                "desired_version", "digest", "depends_on",
            ]
        )
    }

    @Test("calls a plan in sync only if every source was asked, and nothing is held, broken, or to be done")
    func inSync() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let accepted = Repository(.sample(name: "web"))
        try await workshop.sync(source, accepted)
        try await workshop.run("web")
        func plan() async throws -> JSONValue { try await workshop.views().plan(ref: nil).json }
        func unknown() async throws -> [String?] {
            let plan = try await plan()
            #expect(plan["in_sync"] == .bool(false))
            return (plan["unknown"]?.array ?? []).map { $0["name"]?.string.map { "\($0)" } }
        }

        workshop.note(source)
        #expect(try await plan()["sources"]?.array?.first?["phase"] == .string("unread"))
        #expect(try await unknown() == ["config"])
        workshop.note(source) { ($0.observed, $0.answered) = (.sample(), .sample()) }
        #expect(try await plan()["in_sync"] == .bool(true))
        #expect(try await plan()["sources"]?.array?.first?["answered"]?.string == Instant.sample().description)
        workshop.note(source) { ($0.observed, $0.failure) = (.sample(), "refused") }
        #expect(try await unknown() == ["config"])

        workshop.note(source) { $0.observed = .sample() }
        var broken = accepted
        broken.commit()
        broken.breakFile(in: "web")
        broken.breakFile(in: "new")
        try await workshop.sync(source, broken)
        #expect(try await unknown() == ["web", "new/service.json"])
        broken.commit()
        broken.put(.sample(name: "web"))
        broken.remove("new")
        try await workshop.sync(source, broken)
        #expect(try await plan()["in_sync"] == .bool(true))
        _ = try await workshop.judge(source, Repository(number: 9), HoldRules())
        #expect(try await unknown() == ["config"])
        let held = try #require(try await plan()["held"])
        #expect(held["command"]?.string == "reconciler sync --accept \(Repository(number: 9).revision)")
    }

    @Test("shows of a restored source what accepting its tip does")
    func restored() async throws {
        let (workshop, id) = try await Workshop.withSource()
        try await workshop.sync(id, Repository(.sample(name: "web")))
        try await workshop.run("web")
        _ = try await workshop.store.perform { transaction in
            guard var source = try transaction.sources.find(id) else { return }
            source.restore()
            try transaction.save(source)
        }
        var tip = Repository(number: 2, .sample(name: "new"))
        tip.put(.sample(name: "web", version: "2"), digest: 2)
        _ = try await workshop.judge(id, tip, HoldRules())
        workshop.note(id) { $0.observed = .sample() }
        let source = ScriptedSource(name: "config")
        await source.previews(tip.revision.hex, tip.state)
        let plan = try await workshop.views(sources: [source]).plan(ref: nil).json
        let reasons = plan["items"]?.array?.map { "\($0["service"]?.string ?? "") \($0["reason"]?.string ?? "")" }
        #expect(reasons == ["new not_deployed", "web version_changed"])
        #expect(plan["held"]?["reason"] == .string("restored"))
        #expect(plan["in_sync"] == .bool(false))
    }

    @Test("shows a dependency that nobody defines as a problem of the source, as the plan does")
    func unknownDependency() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(name: "web", dependsOn: ["nowhere"])))
        let views = workshop.views()
        let shown = try await views.status()["sources"]?.array?.first?["problems"]
        #expect(shown?.array?.map { $0["kind"] } == [.string("unknown_dependency")])
        #expect(try await views.plan(ref: nil).json["problems"] == shown)
    }

    @Test("shows the plan of a ref of the first source that has it, and changes nothing")
    func preview() async throws {
        let (workshop, _) = try await workshop()
        let source = ScriptedSource(name: "config")
        var repository = Repository(number: 2, .sample(name: "a"))
        repository.put(.sample(name: "b", version: "2"), digest: 2)
        await source.previews("feature", repository.state)
        let views = workshop.views(sources: [ScriptedSource(name: "empty"), source])

        let plan = try await views.plan(ref: "feature").json
        #expect(plan["revision"] == .string(repository.revision.hex))
        #expect(plan["items"]?.array?.map { $0["service"] } == [.string("a"), .string("b"), .string("c")])
        #expect(
            plan["items"]?.array?.map { $0["reason"] } == [
                .string("synced"), .string("not_deployed"), .string("removed"),
            ]
        )
        #expect(try await workshop.service("c") != nil)
        #expect(plan["held"] == .null)
        let planned = plan["sources"]?.array?.first
        #expect(planned?["ref"] == .string("feature") && planned?["url"]?.string == source.url)
        #expect(planned?["base"]?.string == (try await workshop.source(Identifier(1))?.accepted?.hex))
        await #expect(throws: PreviewFailed.self) { try await views.plan(ref: "nothing") }
    }

    @Test("shows of a ref whether it would be held, by the rules of its source and the claims of others")
    func heldPreview() async throws {
        let (workshop, id) = try await workshop()
        let other = try await workshop.open("other")
        workshop.runtimeState.noteReading(of: other, called: .sample("other"), [.sample("new")])
        let accepted = try #require(try await workshop.source(id)?.accepted)
        let repository = Repository(number: 2, .sample(name: "a"), .sample(name: "new"))
        let rules = HoldRules(maxRemoved: 1, onRewrite: .hold)

        func held(followsVersions: Bool = false, descends: Bool) async throws -> JSONValue {
            let source = ScriptedSource(name: "config", followsVersions: followsVersions)
            await source.previews("feature", repository.state)
            if descends { await source.descend(accepted, repository.revision) }
            return try await workshop.views(sources: [source], rules: [source.name: rules]).plan(ref: "feature").json
        }

        let rewriting = try await held(descends: false)
        #expect(rewriting["held"]?["reason"] == .string("rewritten"))
        #expect(rewriting["held"]?["message"]?.string?.contains("2 services would be removed") == true)
        let removing = try await held(descends: true)
        #expect(removing["held"]?["reason"] == .string("removals"))
        #expect(removing["held"]?["revision"] == .string(repository.revision.hex))
        #expect(removing["items"]?.array?.map { $0["service"] } == [.string("a"), .string("b"), .string("c")])
        #expect(removing["problems"]?.array?.map { $0["kind"] } == [.string("duplicate_name")])
        #expect(try await held(followsVersions: true, descends: false)["held"]?["reason"] == .string("removals"))
        #expect(try await workshop.source(id)?.held == nil)
    }
}
