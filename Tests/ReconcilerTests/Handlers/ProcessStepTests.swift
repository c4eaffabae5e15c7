import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Taking in what a run reports")
struct ProcessStepTests {
    private func running() async throws -> (Workshop, Deployment.ID) {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        let id = try await workshop.begin("web")
        workshop.reactor.forget()
        return (workshop, id)
    }

    private func reports(_ id: Deployment.ID, _ name: String, from: Int64, to: Int64) -> ProcessStep {
        let update = StepUpdate(name: name, state: .success, time: .sample())
        return ProcessStep(deployment: id, reports: [.step(update)], from: from, to: to)
    }

    @Test("keeps the steps and how far they have been taken in")
    func takesIn() async throws {
        let (workshop, id) = try await running()
        try await workshop.commands.send(reports(id, "copy", from: 0, to: 40))
        try await workshop.commands.send(reports(id, "restart", from: 40, to: 90))
        let deployment = try #require(try await workshop.deployment(id))
        #expect(deployment.steps.map(\.name) == ["copy", "restart"])
        #expect(deployment.reportOffset == 90)
        #expect(workshop.reactor.names == ["StepProcessed", "StepProcessed"])
    }

    @Test("takes the same reports in once, also after the end")
    func duplicates() async throws {
        let (workshop, id) = try await running()
        try await workshop.commands.send(reports(id, "copy", from: 0, to: 40))
        try await workshop.sendWithoutWriting(reports(id, "copy", from: 0, to: 40))
        try await workshop.sendWithoutWriting(reports(id, "copy", from: 0, to: 20))
        try await workshop.finish(id)
        try await workshop.sendWithoutWriting(reports(id, "copy", from: 0, to: 40))
    }

    @Test("refuses reports that leave a gap or overlap, and changes nothing")
    func gap() async throws {
        let (workshop, id) = try await running()
        try await workshop.commands.send(reports(id, "copy", from: 0, to: 40))
        for from: Int64 in [41, 39] {
            await #expect(throws: Refusal.reportGap(deployment: id, expected: 40, found: from)) {
                try await workshop.commands.send(reports(id, "restart", from: from, to: 90))
            }
        }
        #expect(try await workshop.deployment(id)?.steps.count == 1)
    }

    @Test("refuses reports of a deployment that is over, or that nobody knows")
    func over() async throws {
        let (workshop, id) = try await running()
        try await workshop.finish(id)
        await #expect(throws: Deployment.WrongPhase.self) {
            try await workshop.commands.send(reports(id, "copy", from: 0, to: 40))
        }
        await #expect(throws: Refusal.unknownDeployment(Identifier(99))) {
            try await workshop.commands.send(reports(Identifier(99), "copy", from: 0, to: 40))
        }
    }
}
