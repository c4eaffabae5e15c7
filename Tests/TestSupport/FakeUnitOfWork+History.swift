import Domain

struct FakeHistory: HistoryReading {
    let tables: FakeTables

    func position() -> HistoryPosition {
        HistoryPosition(
            deployment: tables.deployments.keys.max() ?? Identifier(0),
            decision: tables.decisions.last?.id ?? Identifier(0),
            event: tables.lastSequence
        )
    }

    func age() -> HistoryAge? { tables.age }

    func services(after service: Service.ID?, limit: Int) -> [Service.ID] {
        let wanted = tables.services.keys.filter { id in service.map { id > $0 } ?? true }
        return Array(wanted.sorted().prefix(max(0, limit)))
    }

    func removedServices() -> [RemovedService] {
        tables.services.values.filter { $0.lifecycle == .removed }.map(\.id).sorted().map { id in
            let own = tables.deployments.values.filter { $0.order.service == id }
            return RemovedService(
                id: id,
                lastDeployment: own.map(\.id).max(),
                lastDecision: tables.decisions.last { $0.service == id }?.id,
                isUnderWay: own.contains { !$0.state.isFinished }
            )
        }
    }

    func finished(of service: Service.ID, beyond count: Int, limit: Int) -> [Deployment.ID] {
        let finished = tables.deployments.values.filter { $0.order.service == service && $0.state.isFinished }
        return Array(finished.map(\.id).sorted().dropLast(max(0, count)).prefix(max(0, limit)))
    }

    func needed(of service: Service.ID) -> Set<Deployment.ID> {
        let deployments = FakeDeployments(tables: tables)
        let ids = [
            deployments.last(of: service)?.id, deployments.lastRun(of: service)?.deployment,
            deployments.lastSuccess(of: service)?.id, tables.deployed[service]?.deployment,
        ]
        return Set(ids.compactMap(\.self))
    }
}

extension FakeTransaction {
    func save(_ age: HistoryAge) throws { change { $0.age = age } }

    func remove(_ deployments: [Deployment.ID], of service: Service.ID) throws -> Int {
        let finished = deployments.filter { id in
            tables.deployments[id].map { $0.order.service == service && $0.state.isFinished } ?? false
        }
        if !finished.isEmpty { change { tables in finished.forEach { tables.deployments[$0] = nil } } }
        return finished.count
    }

    func removeDecisions(upTo last: DecisionRecord.ID, limit: Int) throws -> Int {
        let old = tables.decisions.filter { decision in
            decision.id <= last && tables.decisions.contains { $0.service == decision.service && $0.id > decision.id }
        }
        let gone = Set(old.prefix(max(0, limit)).map(\.id))
        if !gone.isEmpty { change { $0.decisions.removeAll { gone.contains($0.id) } } }
        return gone.count
    }

    func removeEvents(upTo last: Int64, limit: Int) throws -> Int {
        let old = tables.events.dropLast().prefix { $0.seq <= last }.prefix(max(0, limit)).count
        if old > 0 { change { $0.events.removeFirst(old) } }
        return old
    }

    func removeRemains(of service: Service.ID) throws -> Bool {
        let hasDeployments = tables.deployments.values.contains { $0.order.service == service }
        guard tables.services[service]?.lifecycle == .removed, !hasDeployments else { return false }
        change { tables in
            tables.services[service] = nil
            tables.decisions.removeAll { $0.service == service }
            tables.attempts[service] = nil
            tables.deployed[service] = nil
            for index in tables.acceptances.indices { tables.acceptances[index].forget(service) }
        }
        return true
    }

    func shrink() throws -> Bool { false }
}
