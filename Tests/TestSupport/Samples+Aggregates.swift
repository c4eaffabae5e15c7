package import Domain

extension Source {
    package static func sample(
        id: Int64 = 1,
        name: String = "config",
        url: String = "https://git.example/config.git",
        path: RepositoryPath = .root,
        accepted: Revision? = .sample(),
        problems: [Problem] = [],
        failure: String? = nil,
        held: SourceHold? = nil,
        standing: Standing = .followed
    ) -> Source {
        Source(
            id: ID(id),
            name: .sample(name),
            url: url,
            path: path,
            accepted: accepted,
            problems: problems,
            failure: failure,
            held: held,
            standing: standing
        )
    }
}

extension SourceHold {
    package static func sample(
        _ revision: Revision = .sample("b"),
        reason: Reason = .emptied,
        message: String = "it defines no service any more, and 2 services would be removed",
        since: Instant = .sample()
    ) -> SourceHold {
        SourceHold(revision: revision, reason: reason, message: message, since: since)
    }
}

extension DesiredService {
    /// What `definition` says, in the folder that it is given or in `services/NAME`.
    package static func sample(
        _ definition: ServiceDefinition = .sample(),
        folder: String? = nil,
        digest: Digest = .sample()
    ) -> DesiredService {
        DesiredService(
            folder: .sample(folder ?? "services/\(definition.name)"),
            definition: definition,
            digest: digest,
            positions: Positions(
                name: TextPosition(line: 2, column: 11),
                dependsOn: definition.dependsOn.indices.map { TextPosition(line: 4, column: 20 + 10 * $0) }
            )
        )
    }
}

extension Service {
    /// A service of source 1.
    package static func sample(
        id: Int64 = 1,
        _ definition: ServiceDefinition = .sample(),
        source: Source = .sample(),
        folder: String? = nil,
        digest: Digest = .sample(),
        revision: Revision = .sample(),
        problems: [Problem] = [],
        lifecycle: Lifecycle = .active,
        request: SyncRequest? = nil,
        suspension: Suspension? = nil
    ) -> Service {
        Service(
            id: ID(id),
            source: source.id,
            sourceName: source.name,
            desired: .sample(definition, folder: folder, digest: digest),
            revision: revision,
            problems: problems,
            lifecycle: lifecycle,
            request: request,
            suspension: suspension
        )
    }
}

extension Deployment.Order {
    /// What deploys `service` as it is desired now.
    package static func sample(
        _ service: Service = .sample(),
        origin: Deployment.Origin = .git,
        user: String? = nil,
        reason: String = "not_deployed",
        attempt: Int = 1
    ) -> Deployment.Order {
        Deployment.Order(service: service, origin: origin, user: user, reason: reason, attempt: attempt)
    }
}

extension Deployment {
    /// A deployment of `service` in any phase, that has recorded nothing.
    package static func sample(
        id: Int64 = 1,
        of service: Service = .sample(),
        phase: Phase = .queued(at: .sample()),
        steps: [Step] = [],
        reportOffset: Int64 = 0,
        droppedSteps: Int = 0
    ) -> Deployment {
        Deployment(
            id: ID(id),
            order: .sample(service),
            phase: phase,
            steps: steps,
            reportOffset: reportOffset,
            droppedSteps: droppedSteps
        )
    }
}

extension Deployment.Phase {
    /// Queued one second, and running two seconds after 1970-01-01.
    package static let sampleRunning = Deployment.Phase.running(queued: .sample(1_000), started: .sample(2_000))

    /// Queued, started and finished one, two and three seconds after 1970-01-01.
    package static func sampleFinished(
        _ outcome: Deployment.Outcome = .succeeded,
        exitCode: Int32? = 0,
        message: String? = nil
    ) -> Deployment.Phase {
        .finished(
            Deployment.Finish(
                outcome: outcome,
                queued: .sample(1_000),
                started: outcome == .superseded ? nil : .sample(2_000),
                finished: .sample(3_000),
                exitCode: outcome == .superseded ? nil : exitCode,
                message: message
            )
        )
    }
}

extension Step {
    /// The step of this number, which begins at 1, of a deployment.
    package static func sample(
        _ number: Int = 1,
        of deployment: Int64 = 1,
        name: String = "copy files",
        host: String? = nil,
        state: State = .success,
        message: String? = nil,
        key: String? = nil
    ) -> Step {
        Step(
            id: ID(deployment * 10_000 + Int64(number)),
            position: number,
            name: name,
            description: nil,
            host: host,
            state: state,
            changed: false,
            started: state == .pending ? nil : .sample(2_000),
            finished: state.isFinished ? .sample(2_500) : nil,
            message: message,
            key: key
        )
    }
}

extension DeployedService {
    /// The record of a success of `service` as it is desired now.
    package static func sample(_ service: Service = .sample(), deployment: Int64 = 1) -> DeployedService {
        DeployedService(.sample(id: deployment, of: service, phase: .sampleFinished()), at: .sample(3_000))
    }
}

extension DecisionRecord {
    /// The decision of this number about a service that is called `web`.
    package static func sample(_ id: Int64 = 1, of service: Int64 = 1) -> DecisionRecord {
        DecisionRecord(
            id: ID(id),
            service: Identifier(service),
            serviceName: .sample(),
            time: .sample(id),
            cause: Cause(
                decision: "nothing",
                reason: "synced",
                blockedBy: [],
                revision: .sample(),
                digest: .sample()
            ),
            message: "nothing, because \(id)",
            deployment: nil
        )
    }
}
