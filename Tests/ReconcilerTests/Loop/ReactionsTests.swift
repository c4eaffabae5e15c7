import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Reactions")
struct ReactionsTests {
    @Test(
        "look again at a service whose deployment has ended, and at those that wait for it",
        arguments: [
            Deployment.Outcome.succeeded, .failed, .cancelled, .superseded,
        ]
    )
    func lookAgain(outcome: Deployment.Outcome) async throws {
        let live = LiveWorkshop()
        try await live.sync(
            Repository(.sample(name: "db"), .sample(name: "web", dependsOn: ["db"]), .sample(name: "x"))
        )
        let id = try #require(try await live.workshop.start("db").queued)
        if outcome == .superseded {
            try await live.sync(
                Repository(number: 2, .sample(name: "db", suspend: true), .sample(name: "web", dependsOn: ["db"]))
            )
        } else {
            _ = try await live.commands.send(BeginRun(deployment: id))
            _ = live.workQueue.take()
            try await live.commands.send(FinishDeployment(deployment: id, end: RunEnd(outcome: outcome)))
        }
        let expected: Set = [try await live.workshop.id("db"), try await live.workshop.id("web")]
        guard case .some(let services) = live.workQueue.take() else { return #expect(Bool(false)) }
        #expect(services.isSuperset(of: expected))
        #expect(outcome == .superseded || services == expected)
    }

    @Test("look at the new service of a name when the old one's last run has ended")
    func namesake() async throws {
        let live = LiveWorkshop()
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        try await live.sync(Repository(number: 2))
        try await live.sync(Repository(number: 3, .sample()))
        _ = live.workQueue.take()
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .succeeded)))
        guard case .some(let services) = live.workQueue.take() else { return #expect(Bool(false)) }
        #expect(try await services.contains(live.workshop.id("web")))
    }

    @Test("ring for the queue and for the feed")
    func rings() async throws {
        let live = LiveWorkshop()
        try await live.sync(Repository(.sample()))
        var queue = live.queue.rings.makeAsyncIterator()
        var feed = live.feed.rings.makeAsyncIterator()
        #expect(await queue.next() != nil)
        #expect(await feed.next() != nil)
    }
}
