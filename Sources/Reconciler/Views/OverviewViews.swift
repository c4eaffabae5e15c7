package import Domain

extension StatusViews {
    package func status() async throws -> JSONValue {
        let present = circumstances.present
        return try await store.read { reading in
            let counts = try Counts(reading, present)
            return .members([
                "version": .string(about.version),
                "started": .string(about.started.description),
                "epoch": .string(try reading.events.epoch()),
                "seq": .integer(try reading.events.lastSequence()),
                "sources": .array(try sources(in: reading)),
                "services": .members([
                    "total": .integer(counts.total),
                    "sync_status": counts.syncStatus,
                    "health": counts.health,
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
        let isWritable = await isWritable()
        let store = isWritable ? [] : ["the store cannot be written"]
        let room = circumstances.present.diskShortage.map { ["no run starts, because \($0.words)"] } ?? []
        return Readiness(isReady: unpolled.isEmpty && isWritable, remarks: unpolled + store + room + failing)
    }

    private func sources(in reading: any Reading) throws -> [JSONValue] {
        let troubled = try reading.services.withProblems()
        return try reading.sources.all().map { source in
            let attached = troubled.filter { $0.source == source.id }.flatMap(\.problems)
            return SourceView.json(source, note: board.note(of: source.id), problems: source.problems + attached)
        }
    }

    private func deployments(in reading: any Reading) throws -> JSONValue {
        let counts = try reading.deployments.counts()
        return .object(
            JSONObject(Deployment.State.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) })
        )
    }
}

/// How many services stand how.
private struct Counts {
    private(set) var total = 0
    private var bySync: [ServiceStanding.SyncStatus: Int] = [:]
    private var byHealth: [ServiceStanding.Health: Int] = [:]

    init(_ reading: any Reading, _ present: Circumstances.Present) throws {
        let reader = PlanReader(reading, present)
        for service in try reading.services.activeIdentifiers().compactMap(reading.services.find) {
            let standing = try reader.standing(of: service)
            total += 1
            bySync[standing.syncStatus, default: 0] += 1
            byHealth[standing.health, default: 0] += 1
        }
    }

    var syncStatus: JSONValue {
        .object(JSONObject(ServiceStanding.SyncStatus.allCases.map { .init($0.rawValue, .integer(bySync[$0] ?? 0)) }))
    }

    var health: JSONValue {
        .object(JSONObject(ServiceStanding.Health.allCases.map { .init($0.rawValue, .integer(byHealth[$0] ?? 0)) }))
    }
}
