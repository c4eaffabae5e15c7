internal import Domain

/// What is measured of reading the store, by those who read.
struct ReadMetrics {
    let pools: [ReaderPool]

    var families: [MetricFamily] {
        let measured = pools.map { (name: $0.name, activity: $0.activity) }
        return [
            MetricFamily(
                "reconciler_reads_total",
                .counter,
                "Reads of the store that have ended, by who asked and how they ended.",
                measured.flatMap { name, activity in
                    ReadOutcome.allCases.map { outcome in
                        let count = activity.outcomes[outcome] ?? 0
                        return .init(.integer(count), ["pool": name, "outcome": outcome.rawValue])
                    }
                }
            ),
            MetricFamily(
                "reconciler_reads_running",
                .gauge,
                "Reads of the store that go on, by who asked.",
                measured.map { .init(.integer($0.activity.running), ["pool": $0.name]) }
            ),
            MetricFamily(
                "reconciler_reads_waiting",
                .gauge,
                "Reads of the store that wait for a reader, by who asked.",
                measured.map { .init(.integer($0.activity.waiting), ["pool": $0.name]) }
            ),
        ]
    }
}
