import Domain

struct FakeDeployments: DeploymentReading {
    let tables: FakeTables

    func state(of id: Deployment.ID) -> Deployment.State? { find(id)?.state }

    func find(_ id: Deployment.ID) -> Deployment? { tables.deployments[id] }

    func queued(of service: Service.ID) -> Deployment? {
        newest { $0.order.service == service && $0.state == .queued }
    }

    func queued(limit: Int) -> [Deployment.ID] {
        let waiting = tables.deployments.values.filter { $0.state == .queued }
        return waiting.sorted { $0.place < $1.place }.prefix(max(0, limit)).map(\.id)
    }

    func running() -> [Deployment.ID] { identifiers(.running) }

    func running(ownedBy owner: RunOwner.ID) -> [Deployment.ID] {
        running().filter { tables.deployments[$0]?.owner == owner }
    }

    func lastRun(of service: Service.ID) -> LastRun? {
        newest { $0.order.service == service && $0.phase.hasStarted }.map {
            LastRun(deployment: $0.id, digest: $0.order.digest, state: $0.state)
        }
    }

    func last(of service: Service.ID) -> Deployment? { newest { $0.order.service == service } }

    func lastSuccess(of service: Service.ID) -> Deployment? {
        newest { $0.order.service == service && $0.state == .succeeded }
    }

    func page(_ filter: DeploymentFilter, before: Deployment.ID?, limit: Int) -> [Deployment] {
        let wanted = tables.deployments.values.filter { deployment in
            filter.admits(deployment) && before.map { deployment.id < $0 } ?? true
        }
        return wanted.sorted { $0.id > $1.id }.prefix(max(0, limit)).map(\.withoutSteps)
    }

    func counts() -> [Deployment.State: Int] {
        tables.deployments.values.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    }

    private func newest(_ condition: (Deployment) -> Bool) -> Deployment? {
        tables.deployments.values.filter(condition).max { $0.id < $1.id }
    }

    private func identifiers(_ state: Deployment.State) -> [Deployment.ID] {
        tables.deployments.values.filter { $0.state == state }.map(\.id).sorted()
    }
}

extension DeploymentFilter {
    fileprivate func admits(_ deployment: Deployment) -> Bool {
        let order = deployment.order
        return (service == nil || service == order.serviceName) && (state == nil || state == deployment.state)
            && (revision == nil || revision == order.revision)
    }
}

extension Deployment {
    fileprivate var withoutSteps: Deployment {
        Deployment(
            id: id,
            order: order,
            place: place,
            phase: phase,
            reportOffset: reportOffset,
            droppedSteps: droppedSteps,
            cancellation: cancellation,
            owner: owner
        )
    }
}

extension Deployment {
    /// Whether its run has begun, and nobody knows where.
    var lacksOwner: Bool { owner == nil && phase.hasStarted }

    /// With another order's revision, version and digest.
    func renewed(_ order: Deployment.Order) -> Deployment {
        Deployment(
            id: id,
            order: self.order.with(order.revision, order.version, order.digest),
            place: place,
            phase: phase,
            steps: steps,
            reportOffset: reportOffset,
            droppedSteps: droppedSteps,
            cancellation: cancellation,
            owner: owner
        )
    }

    func owned(by owner: RunOwner.ID) -> Deployment {
        Deployment(
            id: id,
            order: order,
            place: place,
            phase: phase,
            steps: steps,
            reportOffset: reportOffset,
            droppedSteps: droppedSteps,
            cancellation: cancellation,
            owner: owner
        )
    }
}

extension Deployment.Order {
    fileprivate func with(_ revision: Revision, _ version: String, _ digest: Digest) -> Deployment.Order {
        Deployment.Order(
            service: service,
            serviceName: serviceName,
            source: source,
            folder: folder,
            origin: origin,
            user: user,
            reason: reason,
            revision: revision,
            version: version,
            digest: digest,
            definition: definition,
            attempt: attempt
        )
    }
}

extension Deployment.Phase {
    fileprivate var hasStarted: Bool {
        switch self {
        case .queued: false
        case .running: true
        case .finished(let finish): finish.started != nil
        }
    }
}
