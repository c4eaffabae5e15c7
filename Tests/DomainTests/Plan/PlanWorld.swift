import Domain
import TestSupport

/// Services and what has happened to them, moved by hand: what the plan says is carried out at once.
struct PlanWorld {
    private(set) var services: [ServiceName: Service] = [:]
    private var deployed: [ServiceName: DeployedService] = [:]
    private var lastRuns: [ServiceName: LastRun] = [:]
    private var attempts: [ServiceName: Attempts] = [:]
    private var deployments: Int64 = 0
    var now = BootMoment.sample()
    var allSourcesRead = true
    var isRestored = false
    var leftovers: [Deployment.ID: [String]] = [:]
    var diskShortage: DiskShortage?
    /// Of every service.
    var missingSecrets: [MissingSecret] = []

    var names: [ServiceName] { services.keys.sorted() }

    mutating func put(_ service: Service) { services[service.name] = service }

    /// Another definition or digest forgets the failed tries, as acceptance does.
    mutating func change(_ name: ServiceName, digest: Digest, suspend: Bool = false) {
        guard var service = services[name] else { return }
        let old = service.desired.definition
        let definition = ServiceDefinition.sample(
            name: name.text,
            dependsOn: old.dependsOn.map(\.text),
            retry: old.retry,
            suspend: suspend
        )
        service.take(.sample(definition, digest: digest), at: service.revision, problems: service.problems)
        services[name] = service
        attempts[name] = nil
    }

    mutating func ask(_ name: ServiceName, _ request: SyncRequest) {
        services[name]?.ask(request)
        attempts[name] = nil
    }

    func decide(_ name: ServiceName) -> Decision? { input(name).map(Planner.decide) }

    func input(_ name: ServiceName) -> PlanInput? {
        services[name].map { service in
            PlanInput(
                service: service,
                deployed: deployed[name],
                lastRun: lastRuns[name],
                leftovers: lastRuns[name].flatMap { leftovers[$0.deployment] } ?? [],
                attempts: attempts[name] ?? .none,
                dependencies: service.desired.definition.dependsOn.map { dependency($0) },
                allSourcesRead: allSourcesRead,
                isSourceConfigured: true,
                isSourceRestored: isRestored,
                now: now,
                diskShortage: diskShortage,
                missingSecrets: missingSecrets
            )
        }
    }

    func deploys() -> [ServiceName] { names.filter { decide($0)?.isDeploy ?? false } }

    func isReady(_ name: ServiceName) -> Bool { dependency(name).standing == .ready }

    private func dependency(_ name: ServiceName) -> PlanInput.Dependency {
        guard let service = services[name] else { return PlanInput.Dependency(name: name, standing: .missing) }
        guard let done = deployed[name] else { return PlanInput.Dependency(name: name, standing: .notReady) }
        let drift = Drift.between(service, deployed: done, lastRun: lastRuns[name])
        let isReady = drift.isEmpty || service.desired.definition.suspend
        return PlanInput.Dependency(name: name, standing: isReady ? .ready : .notReady)
    }

    /// Runs a service at its desired state, from beginning to end.
    mutating func run(_ name: ServiceName, _ outcome: Deployment.Outcome = .succeeded) {
        guard let service = services[name] else { return }
        let id = begin(name)
        services[name]?.answer()
        lastRuns[name] = LastRun(deployment: id, digest: service.desired.digest, state: outcome.state)
        if outcome == .succeeded { deployed[name] = .sample(service, deployment: id.number) }
        let (before, policy) = (attempts[name] ?? .none, service.desired.definition.retry)
        attempts[name] = before.after(outcome, policy: policy, now: now, jitter: 0)
    }

    /// Leaves a run of the service going on.
    @discardableResult
    mutating func begin(_ name: ServiceName) -> Deployment.ID {
        deployments += 1
        let id = Deployment.ID(deployments)
        lastRuns[name] = services[name].map { LastRun(deployment: id, digest: $0.desired.digest, state: .running) }
        return id
    }

    mutating func pass(_ milliseconds: Int64) {
        now = BootMoment(boot: now.boot, milliseconds: now.milliseconds + milliseconds)
    }
}

extension PlanWorld {
    /// So many services at most, with dependencies among them (in a chance order, so without cycles), some of them
    /// missing, some services suspended, some with problems.
    static func random(_ chance: inout SplitMix64, upTo limit: Int = 20) -> PlanWorld {
        var world = PlanWorld()
        let names = (0..<Int.random(in: 1...limit, using: &chance)).map { "s\($0)" }.shuffled(using: &chance)
        for (index, name) in names.enumerated() {
            var needed = names[..<index].filter { _ in chance.happens(100 / limit + 10) }
            if chance.happens(3) { needed.append("nobody") }
            let policy = RetryPolicy(
                limit: Int.random(in: 0...3, using: &chance),
                backoff: 1_000,
                maximumBackoff: 3_000
            )
            let definition = ServiceDefinition.sample(
                name: name,
                dependsOn: needed,
                retry: policy,
                suspend: chance.happens(10)
            )
            let digest = Digest.sample(number: Int.random(in: 0..<5, using: &chance))
            let problems: [Problem] =
                chance.happens(5)
                ? [.sample(Problem.Kind.allCases.randomElement(using: &chance) ?? .invalidContent)] : []
            world.put(.sample(id: Int64(index + 1), definition, digest: digest, problems: problems))
        }
        return world
    }

    /// What is deployed already, failed, or goes on.
    mutating func happen(_ chance: inout SplitMix64) {
        for name in names where chance.happens(50) {
            run(
                name,
                chance.happens(70)
                    ? .succeeded
                    : [.failed, .timedOut, .interrupted, .cancelled].randomElement(using: &chance) ?? .failed
            )
            if chance.happens(30) { change(name, digest: .sample(number: Int.random(in: 0..<5, using: &chance))) }
        }
    }
}
