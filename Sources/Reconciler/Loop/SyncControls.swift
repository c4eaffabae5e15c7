package import Domain

/// Manual syncs: polls the sources now, then does what the plan says at once.
package struct SyncControls: SyncControlling {
    private let context: DaemonContext
    private let pollers: [SourcePoller]
    private let reconciler: ServiceReconciler
    private let requests: RequestLedger

    package init(
        _ context: DaemonContext,
        _ pollers: [SourcePoller],
        _ reconciler: ServiceReconciler,
        _ requests: RequestLedger
    ) {
        self.context = context
        self.pollers = pollers
        self.reconciler = reconciler
        self.requests = requests
    }

    package func sync(_ control: SyncControl) async throws -> SyncReport {
        try await requests.recording(.sync, of: control.user) { try await carryOut(control) }
    }

    private func carryOut(_ control: SyncControl) async throws -> SyncReport {
        let wanted = try await wanted(control)
        var sources = await poll(wanted, accepting: control.accept)
        if try await !allAreActive(control.services) {
            // One that has left its source may have come to another.
            let others = pollers.filter { poller in !wanted.contains { $0.id == poller.id } }
            sources = (sources + (await poll(others, accepting: control.accept))).sorted { $0.name < $1.name }
        }
        for poller in wanted where await poller.isStopped { throw Overload.closing }
        if let revision = control.accept { try refuse(revision, unlessAcceptedIn: sources) }
        let scope: RequestSync.Scope? = control.all ? .all : control.services.isEmpty ? nil : .named(control.services)
        guard let scope else { return SyncReport(sources: sources, services: try await withDrift()) }
        let request = RequestSync(scope: scope, force: control.force, user: control.user)
        let services = try await context.commands.send(request)
        await reconciler.reconcile(services)
        return SyncReport(sources: sources, services: try await names(of: services))
    }

    /// The sources that this is about, so that no other one that hangs holds it up: those of the named services, and
    /// those that are held at the revision that is to be accepted; all where that tells nothing.
    private func wanted(_ control: SyncControl) async throws -> [SourcePoller] {
        guard !control.all else { return pollers }
        var ids = try await owners(of: control.services)
        if let revision = control.accept {
            var isKnown = false
            for poller in pollers where await poller.isHeld(at: revision) {
                ids.insert(poller.id)
                isKnown = true
            }
            // Whose it is will show only when all have been asked.
            if !isKnown { return pollers }
        }
        let wanted = pollers.filter { ids.contains($0.id) }
        return wanted.isEmpty ? pollers : wanted
    }

    private func owners(of services: [ServiceName]) async throws -> Set<Source.ID> {
        try await context.store.read { reading in
            try services.reduce(into: []) { owners, name in
                if let owner = try reading.services.active(named: name)?.source { owners.insert(owner) }
            }
        }
    }

    private func allAreActive(_ services: [ServiceName]) async throws -> Bool {
        try await context.store.read { reading in
            try services.allSatisfy { try reading.services.active(named: $0) != nil }
        }
    }

    private func poll(
        _ pollers: [SourcePoller],
        accepting revision: Revision?
    ) async -> [SyncReport.PolledSource] {
        await withTaskGroup { group in
            for poller in pollers {
                group.addTask {
                    guard let revision else { return await poller.poll() }
                    return await poller.poll(accepting: revision)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.name < $1.name }
        }
    }

    /// A revision that is not the tip any more releases nothing, and the person has to know what is there instead.
    private func refuse(_ revision: Revision, unlessAcceptedIn sources: [SyncReport.PolledSource]) throws {
        let isReleased = sources.contains { $0.revision == revision && $0.held == nil }
        guard !isReleased else { return }
        throw Refusal.notTheTip(revision, found: sources.map(\.finding))
    }

    /// The services that are not at their desired state, and can be.
    private func withDrift() async throws -> [ServiceName] {
        let present = context.runtimeState.present
        return try await context.store.read { reading in
            let reader = PlanReader(reading, present)
            return try reading.services.activeIdentifiers().compactMap(reading.services.find).filter {
                try reader.standing(of: $0).syncStatus == .outOfSync
            }.map(\.name)
        }
    }

    private func names(of services: [Service.ID]) async throws -> [ServiceName] {
        try await context.store.read { reading in try services.compactMap(reading.services.find).map(\.name) }
    }
}

extension SyncReport.PolledSource {
    /// How the source stands, as a part of a sentence.
    fileprivate var finding: String {
        if let failure { return "source '\(name)' cannot be polled: \(failure)" }
        if let held { return "source '\(name)' is held at \(held.revision): \(held.message)" }
        return "source '\(name)' is at \(revision?.hex ?? "no revision")"
    }
}
