import Domain
import TestSupport
import Testing

@Suite("What a store promises of deployments")
struct DeploymentContractTests {
    private static let phases: [Deployment.Phase] =
        [.queued(at: .sample(5)), .sampleRunning]
        + Deployment.Outcome.allCases.map { .sampleFinished($0, exitCode: 3, message: "because\u{0}") }

    @Test("A deployment comes back as it was saved", arguments: StoreKind.allCases, phases)
    func roundTrip(kind: StoreKind, phase: Deployment.Phase) async throws {
        let store = try kind.make()
        let service = Service.sample(id: 3, .full, digest: .sample("c", scheme: 2))
        try await store.fill([service])
        let steps = Step.State.allCases.enumerated().map { index, state in
            Step.sample(index + 1, name: "", host: "h", state: state, message: "ü\u{0}", key: index == 0 ? nil : "k")
        }
        let order = Deployment.Order.sample(service, origin: .rollback, user: "eva", reason: "why", attempt: 3)
        let deployment = Deployment(
            id: Deployment.ID(9),
            order: order,
            phase: phase,
            steps: steps,
            reportOffset: 1 << 40,
            droppedSteps: 5
        )

        try await store.save([deployment])

        let found = try await store.read { try $0.deployments.find(deployment.id) }
        #expect(found?.record == deployment.record)
        #expect(found?.reportOffset == 1 << 40)
        #expect(found?.droppedSteps == 5)
        #expect(try await store.read { try $0.deployments.find(Deployment.ID(8)) } == nil)
    }

    @Test("Those that wait come by their places, which they may have from one before", arguments: StoreKind.allCases)
    func places(kind: StoreKind) async throws {
        let store = try kind.make()
        let services = (1...3).map { Service.sample(id: Int64($0), .sample(name: "service-\($0)")) }
        try await store.fill(services)
        try await store.perform { transaction in
            for (index, service) in services.enumerated() {
                let id = Deployment.ID(Int64(index + 1))
                var deployment = Deployment.queued(id: id, order: .sample(service), at: .sample())
                try transaction.save(&deployment)
            }
            var first = try #require(try transaction.deployments.find(Deployment.ID(1)))
            for id in [Int64(4), 5] {
                try first.supersede(because: "newer", at: .sample())
                try transaction.save(&first)
                let order = Deployment.Order.sample(services[0])
                first = Deployment.queued(id: Deployment.ID(id), order: order, inPlaceOf: first, at: .sample())
                try transaction.save(&first)
            }
        }
        let waiting = try await store.read { try $0.deployments.queued(limit: 9) }
        #expect(waiting == [5, 2, 3].map { Deployment.ID($0) })
        #expect(try await store.read { try $0.deployments.queued(limit: 1) } == [Deployment.ID(5)])
    }

    @Test("Saving a deployment again brings its phase and steps up to date", arguments: StoreKind.allCases)
    func update(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.save([.sample()])

        try await store.perform { transaction in
            guard var deployment = try transaction.deployments.find(Deployment.ID(1)) else { return }
            try deployment.start(expecting: [StepDefinition(name: "b")], ownedBy: .sample(), at: .sample(2))
            try transaction.save(&deployment)
            for name in ["a", "b"] {
                try deployment.process(
                    .step(StepUpdate(name: name, state: .running, time: .sample(3), placement: .afterLastBegun))
                )
            }
            deployment.advanceReports(to: 70)
            try transaction.save(&deployment)
        }

        let found = try await store.read { try $0.deployments.find(Deployment.ID(1)) }
        #expect(found?.steps.map(\.name) == ["a", "b"])
        #expect(found?.steps.map(\.position) == [1, 2])
        #expect(found?.steps.map(\.state) == [.running, .running])
        #expect(found?.state == .running)
        #expect(found?.reportOffset == 70)
    }

    @Test("A renewed order has another digest, and is in all else what it was", arguments: StoreKind.allCases)
    func renewed(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        let deployment = Deployment.sample(phase: .sampleRunning, steps: [.sample(1)], reportOffset: 7)
        try await store.save([deployment])
        let renewed = Service.sample(digest: .sample("f", scheme: 9), revision: .sample("9"))
        try await store.perform {
            try $0.renew(deployment.id, .sample(renewed, user: "eva", reason: "other", attempt: 9))
        }

        let found = try #require(try await store.read { try $0.deployments.find(deployment.id) })
        #expect(found.order.digest == .sample("f", scheme: 9))
        #expect(found.order.revision == .sample("9"))
        #expect(found.order.version == renewed.version)
        #expect(found.order.reason == deployment.order.reason)
        #expect(found.order.attempt == deployment.order.attempt)
        #expect(found.order.user == deployment.order.user)
        #expect(found.phase == deployment.phase)
        #expect(found.steps == deployment.steps)
        #expect(found.reportOffset == 7)
    }

    @Test("A run has its owner, whose runs are found", arguments: StoreKind.allCases)
    func owner(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.save([.sample()])
        let (mine, another) = (RunOwner.sample("a"), RunOwner.sample("b", host: "elsewhere"))
        try await store.perform { transaction in
            try transaction.save(mine)
            try transaction.save(another)
            guard var deployment = try transaction.deployments.find(Deployment.ID(1)) else { return }
            #expect(deployment.owner == nil)
            try deployment.start(expecting: [], ownedBy: another.id, at: .sample(2))
            try transaction.save(&deployment)
        }
        try await store.read { reading throws in
            #expect(try reading.deployments.find(Deployment.ID(1))?.owner == another.id)
            #expect(try reading.deployments.running(ownedBy: another.id) == [Deployment.ID(1)])
            #expect(try reading.deployments.running(ownedBy: mine.id) == [])
            #expect(try reading.owners.find(another.id) == another)
            #expect(try reading.owners.find(.sample("c")) == nil)
        }
        let moved = RunOwner.sample("a", host: "new", stateDir: "/moved")
        try await store.perform { transaction in
            try transaction.save(moved)
            try transaction.giveRuns(to: mine.id)
        }
        try await store.read { reading throws in
            #expect(try reading.deployments.running(ownedBy: mine.id) == [Deployment.ID(1)])
            #expect(try reading.owners.find(mine.id) == moved)
        }
    }

    @Test("One deployment of a service waits and one runs at a time", arguments: StoreKind.allCases)
    func unique(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.save([.sample(id: 1, phase: .sampleRunning), .sample(id: 2)])

        await #expect(throws: (any Error).self) { try await store.save([.sample(id: 3)]) }
        await #expect(throws: (any Error).self) { try await store.save([.sample(id: 3, phase: .sampleRunning)]) }

        #expect(try await store.read { try $0.deployments.counts() } == [.running: 1, .queued: 1])
    }

    @Test("The queue is read oldest first", arguments: StoreKind.allCases)
    func queue(kind: StoreKind) async throws {
        let store = try kind.make()
        let services = (1...4).map { Service.sample(id: $0, .sample(name: "s\($0)")) }
        try await store.fill(services)
        try await store.save([
            .sample(id: 4, of: services[0]), .sample(id: 2, of: services[1]), .sample(id: 3, of: services[2]),
            .sample(id: 1, of: services[3], phase: .sampleRunning),
            .sample(id: 5, of: services[3], phase: .sampleFinished()),
        ])

        try await store.read { reading throws in
            let deployments = reading.deployments
            #expect(try deployments.queued(limit: 9).map(\.number) == [2, 3, 4])
            #expect(try deployments.queued(limit: 2).map(\.number) == [2, 3])
            #expect(try deployments.running().map(\.number) == [1])
            #expect(try deployments.queued(of: services[1].id)?.id.number == 2)
            #expect(try deployments.queued(of: services[3].id) == nil)
        }
    }

    @Test("The last run is the last one that started", arguments: StoreKind.allCases)
    func lastRun(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([.sample(), .sample(id: 2, .sample(name: "other"))])
        #expect(try await store.read { try $0.deployments.lastRun(of: Service.ID(1)) } == nil)
        try await store.save([
            .sample(id: 1, phase: .sampleFinished(.succeeded), steps: [.sample()]),
            .sample(id: 2, phase: .sampleFinished(.failed)), .sample(id: 3, phase: .sampleFinished(.superseded)),
            .sample(id: 4),
        ])

        try await store.read { reading throws in
            let (deployments, id) = (reading.deployments, Service.ID(1))
            let run = LastRun(deployment: Deployment.ID(2), digest: .sample(), state: .failed)
            #expect(try deployments.lastRun(of: id) == run)
            #expect(try deployments.last(of: id)?.id.number == 4)
            #expect(try deployments.lastSuccess(of: id)?.id.number == 1)
            #expect(try deployments.lastSuccess(of: id)?.steps.count == 1)
            #expect(try deployments.last(of: Service.ID(2)) == nil)
            #expect(try deployments.lastSuccess(of: Service.ID(2)) == nil)
        }
    }

    @Test("The order is that of the numbers, also when the clock was set back", arguments: StoreKind.allCases)
    func clockSetBack(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([.sample(), .sample(id: 2, .sample(name: "api"))])
        let finish: @Sendable (Int64) -> Deployment.Phase = { second in
            let time = Instant.sample(1_000 * second)
            return .finished(Deployment.Finish(outcome: .succeeded, queued: time, started: time, finished: time))
        }
        try await store.save([
            .sample(id: 1, phase: finish(20)), .sample(id: 2, phase: finish(10)),
            .sample(id: 3, phase: .queued(at: .sample(9_000))),
            .sample(id: 4, of: .sample(id: 2, .sample(name: "api")), phase: .queued(at: .sample(8_000))),
        ])

        try await store.read { reading throws in
            let (deployments, id) = (reading.deployments, Service.ID(1))
            #expect(try deployments.lastRun(of: id)?.deployment.number == 2)
            #expect(try deployments.last(of: id)?.id.number == 3)
            #expect(try deployments.lastSuccess(of: id)?.id.number == 2)
            #expect(try deployments.queued(limit: 9).map(\.number) == [3, 4])
            let page = try deployments.page(DeploymentFilter(), before: nil, limit: 9)
            #expect(page.map(\.id.number) == [4, 3, 2, 1])
        }
    }

    @Test("Pages are newest first, filtered, and without steps", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try kind.make()
        let (web, api) = (Service.sample(id: 1), Service.sample(id: 2, .sample(name: "api"), revision: .sample("b")))
        try await store.fill([web, api])
        try await store.save(
            (1...8).map { number in
                .sample(
                    id: number,
                    of: number.isMultiple(of: 2) ? api : web,
                    phase: .sampleFinished(number > 4 ? .failed : .succeeded),
                    steps: [.sample(of: number)]
                )
            }
        )
        let page: @Sendable (DeploymentFilter, Int64?, Int) async throws -> [Int64] = { filter, before, limit in
            try await store.read { reading throws in
                let page = try reading.deployments.page(filter, before: before.map { Deployment.ID($0) }, limit: limit)
                #expect(page.filter { !$0.steps.isEmpty }.isEmpty)
                return page.map(\.id.number)
            }
        }

        #expect(try await page(DeploymentFilter(), nil, 3) == [8, 7, 6])
        #expect(try await page(DeploymentFilter(), 6, 3) == [5, 4, 3])
        #expect(try await page(DeploymentFilter(), 1, 3) == [])
        #expect(try await page(DeploymentFilter(service: .sample("api")), nil, 9) == [8, 6, 4, 2])
        #expect(try await page(DeploymentFilter(state: .failed), 8, 9) == [7, 6, 5])
        #expect(try await page(DeploymentFilter(revision: .sample("b")), nil, 2) == [8, 6])
        #expect(try await page(DeploymentFilter(service: .sample("api"), state: .succeeded), nil, 9) == [4, 2])
        #expect(try await page(DeploymentFilter(service: .sample("web"), revision: .sample("b")), nil, 9) == [])
    }

    @Test("Counts follow every move", arguments: StoreKind.allCases)
    func counts(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        #expect(try await store.read { try $0.deployments.counts() } == [:])
        try await store.save([.sample(id: 1, phase: .sampleFinished()), .sample(id: 2)])
        #expect(try await store.read { try $0.deployments.counts() } == [.succeeded: 1, .queued: 1])

        try await store.save([.sample(id: 2, phase: .sampleRunning), .sample(id: 2, phase: .sampleFinished())])

        #expect(try await store.read { try $0.deployments.counts() } == [.succeeded: 2])
    }
}
