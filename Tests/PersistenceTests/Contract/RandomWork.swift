import Domain
import TestSupport

/// A random piece of work: equal seeds do the same to equal stores.
struct RandomWork: Sendable {
    private var chance: SplitMix64
    private let names = (0..<5).map { "s\($0)" }

    init(seed: UInt64) {
        chance = SplitMix64(seed: seed)
    }

    /// Does a few things to the store, of which some may be refused, and sometimes gives up in the end.
    mutating func run(in transaction: any Transaction) throws {
        for _ in 0..<Int.random(in: 1...6, using: &chance) { try act(in: transaction) }
        if Int.random(in: 0..<8, using: &chance) == 0 { throw Stop() }
    }

    private mutating func act(in transaction: any Transaction) throws {
        switch Int.random(in: 0..<12, using: &chance) {
        case 0: try saveSource(in: transaction)
        case 1, 2: try saveService(in: transaction)
        case 3, 4: try openDeployment(in: transaction)
        case 5, 6: try moveDeployment(in: transaction)
        case 7: try saveAttempts(in: transaction)
        case 8: try saveDecision(in: transaction)
        case 9, 10: try forget(in: transaction)
        default: try retire(in: transaction)
        }
    }

    private mutating func saveSource(in transaction: any Transaction) throws {
        let id = Bool.random(using: &chance) ? try transaction.nextIdentifier(Source.self).number : 1
        let failure = Bool.random(using: &chance) ? "down" : nil
        let held = Bool.random(using: &chance) ? SourceHold.sample(since: .sample(chance.small)) : nil
        let source = Source.sample(id: id, name: "source-\(id)", problems: problems(), failure: failure, held: held)
        try transaction.save(source)
        try transaction.record(.sourceUpdated(SourceUpdated(source: source)))
    }

    private mutating func saveService(in transaction: any Transaction) throws {
        guard let source = try transaction.sources.all().randomElement(using: &chance) else { return }
        let known = try transaction.services.active(after: nil, limit: 100).randomElement(using: &chance)
        let id = try Bool.random(using: &chance) ? known?.id.number : transaction.nextIdentifier(Service.self).number
        guard let id, let name = names.randomElement(using: &chance) else { return }
        let kept = known?.id.number == id ? known?.name.text ?? name : name
        let dependencies = names.filter { $0 != kept && chance.happens(50) }
        let service = Service.sample(
            id: id,
            .sample(name: kept, dependsOn: dependencies),
            source: known?.id.number == id ? try transaction.source(of: known) ?? source : source,
            problems: problems(),
            lifecycle: Int.random(in: 0..<4, using: &chance) == 0 ? .removed : .active
        )
        try transaction.save(service)
        try transaction.record(.serviceUpdated(ServiceUpdated(service)))
    }

    private mutating func openDeployment(in transaction: any Transaction) throws {
        guard let service = try anyService(in: transaction) else { return }
        let id = try transaction.nextIdentifier(Deployment.self)
        var deployment = Deployment.queued(id: id, order: .sample(service), at: .sample(chance.small))
        try transaction.save(&deployment)
    }

    private mutating func moveDeployment(in transaction: any Transaction) throws {
        let open = try transaction.deployments.running() + transaction.deployments.queued(limit: 9)
        guard let id = open.randomElement(using: &chance), var deployment = try transaction.deployments.find(id) else {
            return
        }
        if deployment.state == .running {
            try report(&deployment)
        } else if Bool.random(using: &chance) {
            try deployment.start(
                expecting: [StepDefinition(name: "a"), StepDefinition(name: "b")],
                ownedBy: .sample(),
                at: .sample(9)
            )
        } else {
            try deployment.supersede(because: "chance", at: .sample(9))
        }
        try transaction.save(&deployment)
        if deployment.state == .succeeded { try transaction.save(DeployedService(deployment, at: .sample(11))) }
    }

    private mutating func report(_ deployment: inout Deployment) throws {
        for _ in 0..<Int.random(in: 0..<4, using: &chance) {
            let update = StepUpdate(
                name: ["a", "b", "c", "d"].randomElement(using: &chance) ?? "a",
                state: Step.State.allCases.randomElement(using: &chance) ?? .running,
                message: "m\(chance.small)",
                time: .sample(chance.small),
                placement: Bool.random(using: &chance) ? .last : .afterLastBegun
            )
            try deployment.process(.step(update))
        }
        deployment.advanceReports(to: chance.small)
        guard Bool.random(using: &chance) else { return }
        let outcome = Deployment.Outcome.allCases.filter { $0 != .superseded }.randomElement(using: &chance)
        try deployment.finish(RunEnd(outcome: outcome ?? .failed, exitCode: 1, message: "over"), at: .sample(10))
    }

    private mutating func saveAttempts(in transaction: any Transaction) throws {
        guard let service = try anyService(in: transaction) else { return }
        let backoff = Backoff(due: .sample(chance.small), length: chance.small)
        let verdicts: [Attempts.RetryState?] = [.retry(backoff), .stalled, .cancelled, nil]
        let attempts = Attempts(
            failures: Int.random(in: 0..<3, using: &chance),
            verdict: verdicts.randomElement(using: &chance) ?? nil
        )
        try transaction.save(attempts, of: service.id)
    }

    private mutating func retire(in transaction: any Transaction) throws {
        guard let service = try anyService(in: transaction) else { return }
        try transaction.retireDeployed(of: service.id)
    }

    private mutating func saveDecision(in transaction: any Transaction) throws {
        guard let service = try anyService(in: transaction) else { return }
        try transaction.save(
            .sample(try transaction.nextIdentifier(DecisionRecord.self).number, of: service.id.number)
        )
    }

    private mutating func forget(in transaction: any Transaction) throws {
        let service = try transaction.history.services(after: nil, limit: 100).randomElement(using: &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: _ = try transaction.removeEvents(upTo: try transaction.events.firstSequence() + chance.small, limit: 2)
        case 1: _ = try transaction.removeDecisions(upTo: Identifier(chance.small), limit: 2)
        case 2: _ = try service.map(transaction.removeRemains)
        default:
            guard let service else { return }
            let beyond = Int.random(in: 0...2, using: &chance)
            let found = try transaction.history.finished(of: service, beyond: beyond, limit: 3)
            let needed = Bool.random(using: &chance) ? try transaction.history.needed(of: service) : []
            _ = try transaction.remove(found.filter { !needed.contains($0) }, of: service)
        }
    }

    private mutating func anyService(in transaction: any Transaction) throws -> Service? {
        try transaction.services.active(after: nil, limit: 100).randomElement(using: &chance)
    }

    private mutating func problems() -> [Problem] {
        Bool.random(using: &chance) ? [] : [.sample(message: "chance \(chance.small)")]
    }
}

extension Transaction {
    fileprivate func source(of service: Service?) throws -> Source? {
        try service.flatMap { try sources.find($0.source) }
    }
}

extension SplitMix64 {
    /// A small number.
    fileprivate var small: Int64 {
        mutating get { Int64.random(in: 0..<50, using: &self) }
    }
}
