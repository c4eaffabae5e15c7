import Domain
import Reconciler
import Synchronization
import TestSupport
import Testing

/// The service layer over a store in memory, with clocks that are moved by hand.
struct Workshop: Sendable {
    let time = ManualTime()
    let board = SourceBoard()
    let log = RecordingLog()
    let reactor = RecordingReactor()
    let changes = ChangeCount()
    let meter = Meter()
    let requests: RequestLedger
    let runtimeState: RuntimeState
    let store: FakeUnitOfWork
    let commands: MessageBus<CommandHandlers, RecordingReactor>

    init() {
        runtimeState = RuntimeState(time: time)
        requests = RequestLedger(time: time)
        store = FakeUnitOfWork(presenter: EventPresenter(runtimeState: runtimeState, board: board), time: time)
        let handlers = CommandHandlers(
            unitOfWork: CountedUnitOfWork(store, changes),
            time: time,
            random: FixedRandom(0),
            runtimeState: runtimeState
        )
        commands = MessageBus(handler: handlers, reactor: reactor, log: log)
    }

    /// A workshop with one source, read and empty.
    static func withSource() async throws -> (Workshop, Source.ID) {
        let workshop = Workshop()
        return (workshop, try await workshop.open("config"))
    }

    /// Opens a source, and takes it for configured and read.
    func open(_ name: String) async throws -> Source.ID {
        let command = OpenSource(name: .sample(name), url: "https://git.example/\(name).git", path: .root)
        let id = try await commands.send(command)
        runtimeState.configure(runtimeState.present.configured.union([id]))
        _ = runtimeState.markRead(id)
        return id
    }

    /// Sends a command that must not write anything.
    func sendWithoutWriting<C: Command>(_ command: C) async throws -> C.Reply {
        await store.refuseNext(with: Written())
        return try await commands.send(command)
    }

    private struct Written: Error {}

    /// Accepts a revision of a source, whatever rule it breaks.
    @discardableResult
    func sync(_ source: Source.ID, _ repository: Repository) async throws -> [Service.ID] {
        try await commands.send(SyncServices(source: source, state: repository.state, isApproved: true)).affected
    }

    /// Accepts a revision of a source, or holds it.
    @discardableResult
    func judge(_ source: Source.ID, _ repository: Repository, _ rules: HoldRules) async throws -> SourceHold? {
        try await commands.send(SyncServices(source: source, state: repository.state, rules: rules)).hold
    }

    func service(_ name: String) async throws -> Service? {
        try await store.read { try $0.services.active(named: .sample(name)) }
    }

    func id(_ name: String) async throws -> Service.ID {
        guard let service = try await service(name) else { throw Missing(name: name) }
        return service.id
    }

    struct Missing: Error { let name: String }

    func source(_ id: Source.ID) async throws -> Source? { try await store.read { try $0.sources.find(id) } }

    func deployment(_ id: Deployment.ID) async throws -> Deployment? {
        try await store.read { try $0.deployments.find(id) }
    }

    func attempts(_ name: String) async throws -> Attempts {
        let id = try await id(name)
        return try await store.read { try $0.attempts.find(id) }
    }

    func deployed(_ name: String) async throws -> DeployedService? {
        let id = try await id(name)
        return try await store.read { try $0.deployed.find(id) }
    }

    func decide(_ name: String) async throws -> Decision {
        let id = try await id(name)
        let present = runtimeState.present
        return try await store.read { reading in
            guard let service = try reading.services.find(id) else { throw Missing(name: name) }
            return try PlanReader(reading, present).decide(service)
        }
    }

    /// Does what the plan says of a service.
    func start(_ name: String) async throws -> StartDeployments.Outcome {
        try #require(try await commands.send(StartDeployments(services: [try await id(name)])).first)
    }

    /// Queues and begins a run of a service that the plan wants to be deployed.
    func begin(_ name: String) async throws -> Deployment.ID {
        guard let queued = try await start(name).queued else { throw NotQueued(decision: try await decide(name)) }
        guard try await commands.send(BeginRun(deployment: queued)) == .run else {
            throw NotQueued(decision: try await decide(name))
        }
        return queued
    }

    struct NotQueued: Error { let decision: Decision }

    /// Runs a service from beginning to end.
    @discardableResult
    func run(_ name: String, _ outcome: Deployment.Outcome = .succeeded) async throws -> Deployment.ID {
        let id = try await begin(name)
        try await finish(id, outcome)
        return id
    }

    func finish(_ id: Deployment.ID, _ outcome: Deployment.Outcome = .succeeded) async throws {
        try await commands.send(FinishDeployment(deployment: id, end: RunEnd(outcome: outcome)))
    }
}

/// Remembers the events that were published.
final class RecordingReactor: EventReacting {
    private let published = Mutex<[StoredEvent]>([])

    var events: [StoredEvent] { published.withLock { $0 } }
    var names: [String] { events.map(\.event.name) }

    func react(to stored: StoredEvent) async throws { published.withLock { $0.append(stored) } }

    /// Forgets what was published so far.
    func forget() { published.withLock { $0 = [] } }
}
