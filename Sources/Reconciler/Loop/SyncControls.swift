package import Domain

/// Manual syncs: polls the sources now, then does what the plan says at once.
package struct SyncControls<WaitClock: Clock<Duration>>: SyncControlling {
    private let pollers: [SourcePoller<WaitClock>]
    private let commands: any CommandSending
    private let evaluation: Evaluation
    private let store: any ReadStore
    private let circumstances: Circumstances
    private let requests: RequestLedger

    package init(
        pollers: [SourcePoller<WaitClock>],
        commands: any CommandSending,
        evaluation: Evaluation,
        store: any ReadStore,
        circumstances: Circumstances,
        requests: RequestLedger
    ) {
        self.pollers = pollers
        self.commands = commands
        self.evaluation = evaluation
        self.store = store
        self.circumstances = circumstances
        self.requests = requests
    }

    package func sync(_ control: SyncControl) async throws -> SyncReport {
        try await requests.following(.sync, of: control.user) { try await carryOut(control) }
    }

    private func carryOut(_ control: SyncControl) async throws -> SyncReport {
        let sources = await poll(try await wanted(control), accepting: control.accept)
        if let revision = control.accept { try refuse(revision, unlessAcceptedIn: sources) }
        let scope: RequestSync.Scope? = control.all ? .all : control.services.isEmpty ? nil : .named(control.services)
        guard let scope else { return SyncReport(sources: sources, services: try await withDrift()) }
        let request = RequestSync(scope: scope, force: control.force, user: control.user)
        let services = try await commands.send(request)
        await evaluation.evaluate(services)
        return SyncReport(sources: sources, services: try await names(of: services))
    }

    /// The sources that this is about: those of the named services, or those that are held at the revision that is to be
    /// accepted, so that no other one that hangs holds it up; all where that tells nothing.
    private func wanted(_ control: SyncControl) async throws -> [SourcePoller<WaitClock>] {
        if let revision = control.accept {
            var held: [SourcePoller<WaitClock>] = []
            for poller in pollers where await poller.isHeld(at: revision) { held.append(poller) }
            return held.isEmpty ? pollers : held
        }
        guard !control.services.isEmpty, !control.all else { return pollers }
        let owners = try await store.read { reading in
            try control.services.map { try reading.services.active(named: $0)?.source }
        }
        guard owners.allSatisfy({ $0 != nil }) else { return pollers }
        return pollers.filter { owners.contains($0.id) }
    }

    private func poll(
        _ pollers: [SourcePoller<WaitClock>],
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
        let present = circumstances.present
        return try await store.read { reading in
            let reader = PlanReader(reading, present)
            return try reading.services.activeIdentifiers().compactMap(reading.services.find).filter {
                try reader.standing(of: $0).syncStatus == .outOfSync
            }.map(\.name)
        }
    }

    private func names(of services: [Service.ID]) async throws -> [ServiceName] {
        try await store.read { reading in try services.compactMap(reading.services.find).map(\.name) }
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
