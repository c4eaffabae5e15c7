package import Domain

extension StatusViews {
    package func metrics() async throws -> [MetricFamily] {
        let (stamp, present) = (stamp, runtimeState.present)
        return try await store.read { reading in
            let counts = try standings.counts(at: stamp) { try StandingCounts(reading, present) }
            let families = MetricFamilies(
                readings: meter.present,
                notes: board.all.map(\.note),
                sources: try reading.sources.all()
            )
            return families.process(about) + families.polls + families.hooks + families.ofSources + counts.families
                + families.runs(try reading.deployments.counts())
                + families.ofDisk(disk.note) + ReadMetrics(pools: pools).families
                + [Self.lastEvent(try reading.events.lastSequence())]
        }
    }
}

extension StatusViews {
    fileprivate static func lastEvent(_ sequence: Int64) -> MetricFamily {
        MetricFamily("reconciler_event_seq", .gauge, "The seq of the last event.", [.init(.integer(sequence))])
    }
}

/// What is measured, as families of metrics.
private struct MetricFamilies {
    let readings: Meter.Values
    let notes: [SourceBoard.Note]
    let sources: [Source]

    func process(_ about: StatusViews.About) -> [MetricFamily] {
        [
            MetricFamily(
                "reconciler_build_info",
                .gauge,
                "The program's version; always 1.",
                [.init(.number(1), ["version": about.version])]
            ),
            MetricFamily(
                "process_start_time_seconds",
                .gauge,
                "When the process started, in seconds since 1970.",
                [.init(about.started.metric)]
            ),
        ]
    }

    var polls: [MetricFamily] {
        [
            MetricFamily(
                "reconciler_source_polls_total",
                .counter,
                "Polls of each source by their result.",
                notes.flatMap { note in
                    PollResult.allCases.map { result in
                        let count = readings.polls[Meter.Poll(source: note.name, result: result)] ?? 0
                        return .init(.integer(count), ["source": note.name.text, "result": result.rawValue])
                    }
                }
            ),
            MetricFamily(
                "reconciler_source_poll_duration_seconds",
                .histogram,
                "How long polls take: listing, fetching, reading, and planning what has changed.",
                notes.compactMap { note in
                    readings.pollSeconds[note.name].map { .init(.histogram($0), ["source": note.name.text]) }
                }
            ),
            MetricFamily(
                "reconciler_source_last_success_timestamp_seconds",
                .gauge,
                "When each source last answered, in seconds since 1970; missing until it has.",
                notes.compactMap { note in
                    readings.answered[note.name].map { .init($0.metric, ["source": note.name.text]) }
                }
            ),
        ]
    }

    var hooks: [MetricFamily] {
        [
            MetricFamily(
                "reconciler_hooks_total",
                .counter,
                "Deliveries of push hooks to each source that takes them, by what became of them.",
                readings.hooks.sorted { $0.key < $1.key }.flatMap { source, counts in
                    HookResult.allCases.map { result in
                        .init(.integer(counts[result] ?? 0), ["source": source.text, "result": result.rawValue])
                    }
                }
            )
        ]
    }

    var ofSources: [MetricFamily] {
        [
            MetricFamily(
                "reconciler_source_ready",
                .gauge,
                "1 if the last poll of the source succeeded, else 0.",
                notes.map { .init(.flag($0.observed != nil && $0.failure == nil), ["source": $0.name.text]) }
            ),
            MetricFamily(
                "reconciler_source_consecutive_failures",
                .gauge,
                "How many polls of the source have failed since the last one that succeeded.",
                notes.map { .init(.integer($0.consecutiveFailures), ["source": $0.name.text]) }
            ),
            MetricFamily(
                "reconciler_source_held",
                .gauge,
                "1 if a revision of the source waits for a person, else 0.",
                notes.map { note in .init(.flag(isHeld(note)), ["source": note.name.text]) }
            ),
        ]
    }

    private func isHeld(_ note: SourceBoard.Note) -> Bool {
        sources.contains { $0.name == note.name && $0.url == note.url && $0.path == note.path && $0.held != nil }
    }

    func runs(_ counts: [Deployment.State: Int]) -> [MetricFamily] {
        [
            MetricFamily(
                "reconciler_deployments_total",
                .counter,
                "Deployments that have ended, by the state in which they did.",
                Self.ends.map { .init(.integer(readings.ends[$0] ?? 0), ["state": $0.rawValue]) }
            ),
            MetricFamily(
                "reconciler_deployment_duration_seconds",
                .histogram,
                "How long runs took from their start to their end, by the state in which they ended.",
                Self.ends.compactMap { state in
                    readings.runSeconds[state].map { .init(.histogram($0), ["state": state.rawValue]) }
                }
            ),
            MetricFamily(
                "reconciler_commit_to_deployed_seconds",
                .histogram,
                "From the time that a commit says of itself to the end of the run that deployed it.",
                [.init(.histogram(readings.leadSeconds))]
            ),
            MetricFamily(
                "reconciler_deployments_queued",
                .gauge,
                "Deployments that wait for a slot.",
                [.init(.integer(counts[.queued] ?? 0))]
            ),
            MetricFamily(
                "reconciler_deployments_running",
                .gauge,
                "Deployments that are running.",
                [.init(.integer(counts[.running] ?? 0))]
            ),
        ]
    }

    private static let ends = Deployment.State.allCases.filter(\.isFinished)

    /// Nothing of what nobody has looked at yet.
    func ofDisk(_ note: DiskBoard.Note) -> [MetricFamily] {
        [
            ("reconciler_store_size_bytes", "What the store takes on disk.", note.use?.store),
            ("reconciler_logs_size_bytes", "What the kept outputs of runs take on disk.", note.outputs),
            ("reconciler_disk_free_bytes", "What is free on the state dir's file system.", note.free),
        ].map { name, help, bytes in
            MetricFamily(name, .gauge, help, bytes.map { [.init(.integer($0))] } ?? [])
        }
    }
}

extension StandingCounts {
    fileprivate var families: [MetricFamily] {
        [
            MetricFamily(
                "reconciler_services",
                .gauge,
                "Services by sync status and health.",
                ServiceStanding.SyncStatus.allCases.flatMap { status in
                    ServiceStanding.Health.allCases.map { health in
                        let count = standings[Standing(syncStatus: status, health: health)] ?? 0
                        return .init(.integer(count), ["sync_status": status.rawValue, "health": health.rawValue])
                    }
                }
            ),
            MetricFamily(
                "reconciler_services_with_drift",
                .gauge,
                "Services by what differs from what is deployed; a service may count more than once.",
                Drift.allCases.map { .init(.integer(drift[$0] ?? 0), ["drift": $0.rawValue]) }
            ),
            MetricFamily(
                "reconciler_service_decisions",
                .gauge,
                "Services by what is decided for them and why; what is decided for none is left out.",
                decisions.sorted { ($0.key.decision, $0.key.reason) < ($1.key.decision, $1.key.reason) }.map {
                    .init(.integer($0.value), ["decision": $0.key.decision, "reason": $0.key.reason])
                }
            ),
        ]
    }
}

extension Instant {
    fileprivate var metric: MetricFamily.Value { .number(Double(millisecondsSince1970) / 1_000) }
}
