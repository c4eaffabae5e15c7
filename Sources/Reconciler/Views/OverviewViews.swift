package import Domain

extension StatusViews {
    package func status() async throws -> JSONValue {
        let (stamp, present) = (stamp, runtimeState.present)
        return try await store.read { reading in
            let counts = try standings.counts(at: stamp) { try StandingCounts(reading, present) }
            return .members([
                "version": .string(about.version),
                "started": .string(about.started.description),
                "epoch": .string(try reading.events.epoch()),
                "seq": .integer(try reading.events.lastSequence()),
                "sources": .array(try sources(in: reading, counts.problems)),
                "services": .members([
                    "total": .integer(counts.total),
                    "sync_status": counts.bySyncStatus,
                    "health": counts.byHealth,
                ]),
                "deployments": try deployments(in: reading),
                "disk": DiskView.json(disk, present.diskShortage),
            ])
        }
    }

    package func readiness() async -> Readiness {
        let notes = board.all.map(\.note)
        let unpolled = notes.filter { $0.observed == nil }.map { "source '\($0.name)' has not been polled yet" }
        let failing = notes.compactMap { note in note.failure.map { "source '\(note.name)': \($0)" } }
        let overdue = notes.compactMap { note in
            note.overdueSince.map { "the poll of source '\(note.name)' that began at \($0) has not ended yet" }
        }
        let isWritable = await isWritable()
        let store = isWritable ? [] : ["the store cannot be written"]
        let room = runtimeState.present.diskShortage.map { ["no run starts, because \($0.words)"] } ?? []
        return Readiness(isReady: unpolled.isEmpty && isWritable, remarks: unpolled + store + room + failing + overdue)
    }

    /// - `unattached`: The problems of services that are not stored with them.
    private func sources(in reading: any Reading, _ unattached: [Source.ID: [Problem]]) throws -> [JSONValue] {
        let troubled = try reading.services.withProblems()
        return try reading.sources.all().map { source in
            let attached = troubled.filter { $0.source == source.id }.flatMap(\.problems)
            let problems = source.problems + attached + (unattached[source.id] ?? [])
            return SourceView.json(source, note: board.note(of: source.id), problems: problems)
        }
    }

    private func deployments(in reading: any Reading) throws -> JSONValue {
        let counts = try reading.deployments.counts()
        return .object(
            JSONObject(Deployment.State.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) })
        )
    }
}

extension StandingCounts {
    fileprivate var bySyncStatus: JSONValue {
        .object(JSONObject(ServiceStanding.SyncStatus.allCases.map { .init($0.rawValue, .integer(count(of: $0))) }))
    }

    fileprivate var byHealth: JSONValue {
        .object(JSONObject(ServiceStanding.Health.allCases.map { .init($0.rawValue, .integer(count(of: $0))) }))
    }
}
