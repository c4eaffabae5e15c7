import TestSupport
import Testing

@testable import Domain

@Suite("The steps of a running deployment")
struct DeploymentStepsTests {
    @Test("of a script are known by their names: the same name again updates the step")
    func scriptSteps() throws {
        var run = try Run()
        try run.report("copy", .running, message: "one", at: 10)
        try run.report("restart", .running, at: 11)
        try run.report("copy", .success, message: "two", at: 12)
        try run.report("restart", .failure, at: 13)

        #expect(run.names == ["copy", "restart"])
        #expect(run.states == [.success, .failure])
        #expect(run.steps.map(\.message) == ["two", nil])
        #expect(run.steps.map(\.started) == [.sample(10), .sample(11)])
        #expect(run.steps.map(\.finished) == [.sample(12), .sample(13)])
        #expect(run.takeEventNames() == ["StepUpdated", "StepUpdated", "StepProcessed", "StepProcessed"])
    }

    @Test("keep what a later report does not say")
    func keeps() throws {
        var run = try Run()
        try run.report("copy", .running, message: "one", changed: true, at: 10)
        try run.report("copy", .success, at: 11)

        #expect(run.steps.map(\.message) == ["one"])
        #expect(run.steps.map(\.changed) == [true])
    }

    @Test("may begin again")
    func again() throws {
        var run = try Run()
        try run.report("copy", .failure, at: 10)
        try run.report("copy", .running, at: 12)

        #expect(run.states == [.running])
        #expect(run.steps.map(\.started) == [.sample(10)])
        #expect(run.steps.map(\.finished) == [nil])
    }

    @Test("do not keep a failure's message when they go on or are mended", arguments: [Step.State.running, .success])
    func mended(state: Step.State) throws {
        var run = try Run()
        try run.report("try", .failure, message: "mirror down")
        try run.report("try", .failure)
        #expect(run.steps.map(\.message) == ["mirror down"])
        try run.report("try", state)
        #expect(run.steps.map(\.message) == [nil])
    }

    @Test("that nobody expected stand where they began, also among those of a script")
    func unexpected() throws {
        var run = try Run(expecting: ["prepare", "verify"])
        for name in ["init", "prepare", "sub", "verify", "check"] {
            try run.report(name, .running, placement: .afterLastBegun)
            try run.report(name, .success, placement: .afterLastBegun)
        }
        #expect(run.names == ["init", "prepare", "sub", "verify", "check"])
        #expect(run.steps.map(\.position) == [1, 2, 3, 4, 5])
    }

    @Test("say nothing when a report changes nothing")
    func unchanged() throws {
        var run = try Run()
        try run.report("copy", .running, at: 10)
        _ = run.takeEventNames()
        try run.report("copy", .running, at: 20)

        #expect(run.takeEventNames() == [])
    }

    @Test("that were expected are found by name, others come behind them")
    func expected() throws {
        var run = try Run(expecting: ["a", "b"])
        try run.report("b", .success)
        try run.report("c", .success)

        #expect(run.names == ["a", "b", "c"])
        #expect(run.states == [.pending, .success, .success])
        #expect(run.steps.map(\.position) == [1, 2, 3])
    }

    @Test("of a playbook are one row for each task and host")
    func hosts() throws {
        var run = try Run()
        try run.plan([("install", "k1"), ("start", "k2")])
        try run.report("install", .running, key: "k1")
        try run.report("install", .success, key: "k1", host: "h1")
        try run.report("install", .failure, key: "k1", host: "h2")
        try run.report("start", .success, key: "k2", host: "h1")

        #expect(run.names == ["install", "install", "start"])
        #expect(run.steps.map(\.host) == ["h1", "h2", "h1"])
        #expect(run.states == [.success, .failure, .success])
        #expect(run.steps.map(\.position) == [1, 2, 3])
        #expect(Set(run.steps.map(\.id)).count == 3)
    }

    @Test("of one name are told apart by the run's own names for them")
    func sameName() throws {
        var run = try Run()
        try run.plan([("copy", "k1"), ("copy", "k2")])
        try run.report("copy", .success, key: "k2", host: "h1")

        #expect(run.states == [.pending, .success])
        try run.report("copy", .success, key: "k1", host: "h1")
        #expect(run.states == [.success, .success])
        #expect(run.steps.map(\.key) == ["k1", "k2"])
    }

    @Test("that were declared wait for the task of their name")
    func declared() throws {
        var run = try Run(expecting: ["install", "start"], declared: true)
        try run.plan([("install", "k1"), ("other", "k2")])
        try run.report("start", .success, key: "k9", host: "h1")

        #expect(run.names == ["install", "start"])
        #expect(run.states == [.pending, .success])
        #expect(run.steps.map(\.key) == [nil, "k9"])
    }

    @Test("that a run plans come behind those it planned before, and each is announced")
    func plans() throws {
        var run = try Run()
        try run.plan([("a", "k1")])
        try run.plan([("b", nil), ("c", "k3")])

        #expect(run.names == ["a", "b", "c"])
        #expect(run.takeEventNames() == ["StepUpdated", "StepUpdated", "StepUpdated"])
    }

    @Test("that nobody expected come behind the last one that began, if they are included tasks")
    func included() throws {
        var run = try Run()
        try run.plan([("include", "k1"), ("last", "k2")])
        try run.report("include", .success, key: "k1", host: "h1")
        try run.report("included", .running, key: "k7", placement: .afterLastBegun)
        try run.report("included", .success, key: "k7", host: "h1")
        try run.report("included", .success, key: "k7", host: "h2")
        try run.report("more", .success, key: "k8", host: "h1", placement: .afterLastBegun)

        #expect(run.names == ["include", "included", "included", "more", "last"])
        #expect(run.steps.map(\.position) == [1, 2, 3, 4, 5])
        #expect(run.steps.last?.state == .pending)
    }

    @Test("come first if nothing had begun before them")
    func includedFirst() throws {
        var run = try Run()
        try run.plan([("later", "k1")])
        try run.report("facts", .running, key: "k0", placement: .afterLastBegun)

        #expect(run.names == ["facts", "later"])
    }

    @Test("are kept up to a limit, and counted beyond it")
    func limit() throws {
        var run = try Run()
        try run.plan((1...Step.limit + 5).map { ("planned \($0)", nil) })
        try run.report("one more", .success)
        try run.report("one more", .failure)
        try run.report("planned 7", .success)

        #expect(run.steps.count == Step.limit)
        #expect(run.deployment.droppedSteps == 2)
        #expect(run.steps[6].state == .success)
        #expect(Set(run.steps.map(\.id)).count == Step.limit)
    }

    @Test("that failed are kept beyond the limit, in the places of those that went well and of those that never began")
    func failuresBeyondLimit() throws {
        var run = try Run()
        try run.plan((1...Step.limit).map { ("planned \($0)", nil) })
        try run.report("planned 1", .success)
        try run.report("planned 2", .skipped)
        try run.report("planned 3", .running)
        try (1...3).forEach { try run.report("bad \($0)", .failure, placement: .afterLastBegun) }

        #expect(run.names.prefix(4) == ["planned 3", "bad 1", "bad 2", "bad 3"])
        #expect(run.names.last == "planned \(Step.limit - 1)" && run.steps.count == Step.limit)
        #expect(run.steps.map(\.position) == Array(1...Step.limit))
        #expect(Set(run.steps.map(\.id)).count == Step.limit)
        #expect(run.deployment.droppedSteps == 3)

        try (4...Step.limit + 2).forEach { try run.report("bad \($0)", .failure, placement: .afterLastBegun) }
        #expect(run.steps.count == Step.limit && run.steps.filter { $0.state == .failure }.count == Step.limit - 1)
    }

    @Test("that are expected from the start are kept up to the limit")
    func limitAtStart() throws {
        let run = try Run(expecting: (1...Step.limit + 5).map { "step \($0)" })

        #expect(run.steps.count == Step.limit)
    }

    @Test("have messages of at most 4,096 Unicode scalars, whatever they are made of")
    func messageCut() throws {
        var run = try Run()
        try run.report("short", .running, message: String(repeating: "é", count: 4_096))
        try run.report("long", .running, message: String(repeating: "é", count: 4_097))
        try run.report("marks", .running, message: "e" + String(repeating: "\u{301}", count: 100_000))

        #expect(run.steps.map { $0.message?.unicodeScalars.count } == [4_096, 4_096, 4_096])
        #expect(run.steps[0].message == String(repeating: "é", count: 4_096))
    }

    @Test(
        "end with the run: what ran as the run did, what never began is skipped",
        arguments: [(.succeeded, .success), (.failed, .failure), (.timedOut, .failure), (.cancelled, .failure)]
            as [(Deployment.Outcome, Step.State)]
    )
    func end(outcome: Deployment.Outcome, state: Step.State) throws {
        var run = try Run(expecting: ["done", "broken", "open", "never"])
        try run.report("done", .success, at: 5)
        try run.report("broken", .failure, at: 6)
        try run.report("open", .running, at: 7)
        _ = run.takeEventNames()

        try run.deployment.finish(RunEnd(outcome: outcome), at: .sample(90))

        #expect(run.states == [.success, .failure, state, .skipped])
        #expect(run.steps.map(\.finished) == [.sample(5), .sample(6), .sample(90), nil])
        #expect(run.takeEventNames().prefix(2) == ["StepProcessed", "StepProcessed"])
        #expect(run.takeEventNames().isEmpty)
    }

    @Test("stay in order and apart, whatever is reported", arguments: UInt64(1)...20)
    func anything(seed: UInt64) throws {
        var (run, chance) = (try Run(expecting: ["a"]), SplitMix64(seed: seed))
        let (names, keys, hosts) = (["a", "b", "c"], [nil, "k1", "k2", "k3"], [nil, "h1", "h2"])
        for _ in 0..<300 {
            try run.report(
                names.randomElement(using: &chance) ?? "a",
                Step.State.allCases.randomElement(using: &chance) ?? .running,
                key: keys.randomElement(using: &chance) ?? nil,
                host: hosts.randomElement(using: &chance) ?? nil,
                placement: chance.happens(50) ? .last : .afterLastBegun
            )
            if chance.happens(5) { try run.plan([("b", keys.randomElement(using: &chance) ?? nil)]) }
        }

        #expect(run.steps.map(\.position) == Array(1...run.steps.count))
        #expect(Set(run.steps.map(\.id)).count == run.steps.count)
        #expect(run.steps.allSatisfy { $0.state.isFinished == ($0.finished != nil) })
    }
}

/// A deployment that runs, and reports about it.
private struct Run {
    var deployment: Deployment

    init(expecting names: [String] = [], declared: Bool = false) throws {
        let steps = names.map { StepDefinition(name: $0) }
        deployment = .sample(of: .sample(.sample(steps: declared ? steps : nil)))
        try deployment.start(expecting: steps, ownedBy: .sample(), at: .sample(1))
        _ = deployment.takeEvents()
    }

    var steps: [Step] { deployment.steps }
    var names: [String] { steps.map(\.name) }
    var states: [Step.State] { steps.map(\.state) }

    mutating func takeEventNames() -> [String] { deployment.takeEvents().map(\.name) }

    mutating func plan(_ steps: [(name: String, key: String?)]) throws {
        try deployment.process(.plan(steps.map { StepReport.PlannedStep(name: $0.name, key: $0.key) }))
    }

    mutating func report(
        _ name: String,
        _ state: Step.State,
        key: String? = nil,
        host: String? = nil,
        message: String? = nil,
        changed: Bool = false,
        at time: Int64 = 10,
        placement: StepUpdate.Placement = .last
    ) throws {
        let update = StepUpdate(
            name: name,
            key: key,
            host: host,
            state: state,
            changed: changed,
            message: message,
            time: .sample(time),
            placement: placement
        )
        try deployment.process(.step(update))
    }
}
