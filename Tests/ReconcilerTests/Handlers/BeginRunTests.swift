import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Beginning a run")
struct BeginRunTests {
    private func queued(_ definition: ServiceDefinition = .sample()) async throws -> (
        Workshop, Source.ID, Deployment.ID
    ) {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(definition))
        let id = try #require(try await workshop.start("web").queued)
        workshop.reactor.forget()
        return (workshop, source, id)
    }

    @Test("marks the deployment as running")
    func begins() async throws {
        let (workshop, _, id) = try await queued()
        #expect(try await workshop.commands.send(BeginRun(deployment: id)) == .run)
        #expect(try await workshop.deployment(id)?.state == .running)
        #expect(workshop.reactor.names == ["DeploymentStarted"])
    }

    @Test(
        "is not wanted any more when the plan says something else by now",
        arguments: [
            ServiceDefinition.sample(suspend: true), .sample(dependsOn: ["nobody"]),
        ]
    )
    func superseded(definition: ServiceDefinition) async throws {
        let (workshop, source, id) = try await queued()
        try await workshop.sync(source, Repository(number: 2, definition))
        #expect(try await workshop.commands.send(BeginRun(deployment: id)) == .superseded)
        #expect(workshop.reactor.names.last == "DeploymentSuperseded")
    }

    @Test("is not wanted any more when the definition or its place is another one by now")
    func changed() async throws {
        for (definition, folder, digest) in [
            (ServiceDefinition.sample(), "web", 2), (.sample(description: "shop"), "web", 1), (.sample(), "moved", 1),
        ] {
            let (workshop, source, id) = try await queued()
            var repository = Repository(number: 2)
            repository.put(definition, in: folder, digest: digest)
            try await workshop.sync(source, repository)
            #expect(try await workshop.commands.send(BeginRun(deployment: id)) == .superseded)
            let newer = try await workshop.store.read { try $0.deployments.queued(limit: 9) }
            #expect(try await workshop.start("web").queued == newer.first)
            #expect(try await workshop.deployment(try #require(newer.first))?.place == id)
        }
    }

    @Test("says once more that a deployment was superseded, and writes nothing")
    func supersededBefore() async throws {
        let (workshop, source, id) = try await queued()
        try await workshop.sync(source, Repository(number: 2))
        #expect(try await workshop.sendWithoutWriting(BeginRun(deployment: id)) == .superseded)
    }

    @Test("is refused while the deployment runs")
    func running() async throws {
        let (workshop, _, id) = try await queued()
        _ = try await workshop.commands.send(BeginRun(deployment: id))
        await #expect(throws: Deployment.WrongPhase.self) {
            try await workshop.commands.send(BeginRun(deployment: id))
        }
        await #expect(throws: Refusal.unknownDeployment(Identifier(99))) {
            try await workshop.commands.send(BeginRun(deployment: Identifier(99)))
        }
    }

    @Test("expects the declared steps, with their descriptions")
    func declaredSteps() async throws {
        let (workshop, _, id) = try await queued(.sample(steps: [StepDefinition(name: "copy", description: "files")]))
        _ = try await workshop.commands.send(BeginRun(deployment: id))
        let steps = try #require(try await workshop.deployment(id)?.steps)
        #expect(steps.map(\.name) == ["copy"])
        #expect(steps.map(\.description) == ["files"])
        #expect(steps.map(\.state) == [.pending])
    }

    @Test("expects the steps that a script's last success had, without those that never came")
    func learnedSteps() async throws {
        let (workshop, source, id) = try await queued()
        _ = try await workshop.commands.send(BeginRun(deployment: id))
        try await report(["copy", "old", "restart"], of: id, in: workshop)
        try await workshop.finish(id)
        try await change(to: 2, workshop, source)

        let second = try await workshop.begin("web")
        #expect(try await workshop.deployment(second)?.steps.map(\.name) == ["copy", "old", "restart"])
        try await report(["copy", "restart"], of: second, in: workshop)
        try await workshop.finish(second)
        try await change(to: 3, workshop, source)

        let third = try await workshop.begin("web")
        #expect(try await workshop.deployment(third)?.steps.map(\.name) == ["copy", "restart"])
    }

    private func change(to number: Int, _ workshop: Workshop, _ source: Source.ID) async throws {
        var repository = Repository(number: number)
        repository.put(.sample(version: "\(number)"), digest: number)
        try await workshop.sync(source, repository)
    }

    private func report(_ names: [String], of id: Deployment.ID, in workshop: Workshop) async throws {
        let reports = names.map { StepReport.step(StepUpdate(name: $0, state: .success, time: .sample())) }
        try await workshop.commands.send(ProcessStep(deployment: id, reports: reports, from: 0, to: 10))
    }
}
