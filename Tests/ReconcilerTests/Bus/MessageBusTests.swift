import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The message bus")
struct MessageBusTests {
    private func bus(_ store: FakeUnitOfWork, _ reactor: some EventReacting, _ log: RecordingLog) -> some CommandSending
    {
        let time = ManualTime()
        let handlers = CommandHandlers(
            unitOfWork: store,
            time: time,
            random: FixedRandom(),
            runtimeState: RuntimeState(time: time)
        )
        return MessageBus(handler: handlers, reactor: reactor, log: log)
    }

    @Test("publishes what was committed, in the order of its numbers")
    func publishes() async throws {
        let (reactor, log) = (RecordingReactor(), RecordingLog())
        let bus = bus(FakeUnitOfWork(), reactor, log)
        let source = try await bus.send(OpenSource(name: .sample(), url: "file:///a", path: .root))
        let repository = Repository(.sample(name: "db"), .sample(name: "web"))
        _ = try await bus.send(SyncServices(source: source, state: repository.state))

        #expect(reactor.events.map(\.seq) == [1, 2, 3])
        #expect(reactor.names == ["ServiceCreated", "ServiceCreated", "SourceUpdated"])
    }

    @Test("throws what the handler throws to the sender, and publishes nothing")
    func handlerThrows() async throws {
        let (reactor, log) = (RecordingReactor(), RecordingLog())
        let store = FakeUnitOfWork()
        let bus = bus(store, reactor, log)
        let source = try await bus.send(OpenSource(name: .sample(), url: "file:///a", path: .root))
        await store.refuseNext(with: DiskFull())

        await #expect(throws: DiskFull.self) {
            try await bus.send(SyncServices(source: source, state: Repository(.sample()).state))
        }
        #expect(reactor.events.isEmpty)
        #expect(try await store.read { try $0.services.activeIdentifiers() }.isEmpty)
    }

    @Test("logs what a reaction throws, and goes on with the next event")
    func reactionThrows() async throws {
        let log = RecordingLog()
        let bus = bus(FakeUnitOfWork(), Grumpy(), log)
        let source = try await bus.send(OpenSource(name: .sample(), url: "file:///a", path: .root))
        let outcome = try await bus.send(SyncServices(source: source, state: Repository(.sample()).state))

        #expect(outcome.affected.count == 1)
        #expect(log.errors.map { $0.fields["event"] } == ["ServiceCreated", "SourceUpdated"])
    }

    private struct DiskFull: Error {}

    private struct Grumpy: EventReacting {
        func react(to stored: StoredEvent) async throws { throw DiskFull() }
    }
}
