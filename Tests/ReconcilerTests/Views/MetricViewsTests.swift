import Domain
import Reconciler
import TestSupport
import Testing

@Suite("What is measured")
struct MetricViewsTests {
    private func value(
        _ name: String,
        _ labels: KeyValuePairs<String, String> = [:],
        in families: [MetricFamily]
    ) -> MetricFamily.Value? {
        let wanted = MetricFamily.Sample(.number(0), labels).labels
        return families.first { $0.name == name }?.samples.first { $0.labels == wanted }?.value
    }

    @Test("says of sources, services and deployments how they stand")
    func families() async throws {
        let (workshop, source) = try await Workshop.withSource()
        workshop.note(source) { note in
            note.observed = .sample(7_000)
            note.consecutiveFailures = 2
            note.failure = "connection refused"
        }
        try await workshop.sync(
            source,
            Repository(.sample(name: "a"), .sample(name: "b"), .sample(name: "c", suspend: true))
        )
        try await workshop.run("a")
        _ = try await workshop.start("b")
        let families = try await workshop.views().metrics()

        #expect(Set(families.map(\.name)).count == families.count)
        #expect(value("reconciler_source_ready", ["source": "config"], in: families) == .number(0))
        #expect(value("reconciler_source_held", ["source": "config"], in: families) == .number(0))
        #expect(value("reconciler_source_consecutive_failures", ["source": "config"], in: families) == .number(2))
        #expect(value("reconciler_build_info", ["version": "0.1.0"], in: families) == .number(1))
        #expect(value("process_start_time_seconds", in: families) == .number(5))
        #expect(value("reconciler_services_with_drift", ["drift": "not_deployed"], in: families) == .number(2))
        #expect(value("reconciler_deployments_queued", in: families) == .number(1))
        #expect(value("reconciler_event_seq", in: families) == .integer(workshop.reactor.events.count))
        let healthy: KeyValuePairs = ["sync_status": "synced", "health": "healthy"]
        #expect(value("reconciler_services", healthy, in: families) == .number(1))
        let suspended: KeyValuePairs = ["decision": "hold", "reason": "suspended"]
        #expect(value("reconciler_service_decisions", suspended, in: families) == .number(1))
    }

    @Test("says that a source is held")
    func held() async throws {
        let (workshop, source) = try await Workshop.withSource()
        workshop.note(source)
        try await workshop.sync(source, Repository(.sample()))
        try await workshop.judge(source, Repository(number: 2), HoldRules())
        let families = try await workshop.views().metrics()
        #expect(value("reconciler_source_held", ["source": "config"], in: families) == .number(1))
    }

    @Test("looks at the services again when something has changed, in the store or beside it")
    func again() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let views = workshop.views()
        try await workshop.sync(source, Repository(.sample(name: "a")))
        let missing: KeyValuePairs = ["sync_status": "out_of_sync", "health": "missing"]
        #expect(value("reconciler_services", missing, in: try await views.metrics()) == .number(1))
        try await workshop.run("a")
        #expect(value("reconciler_services", missing, in: try await views.metrics()) == .number(0))
        let unknown: KeyValuePairs = ["sync_status": "unknown", "health": "healthy"]
        #expect(value("reconciler_services", unknown, in: try await views.metrics()) == .number(0))
        workshop.runtimeState.configure([])
        #expect(value("reconciler_services", unknown, in: try await views.metrics()) == .number(1))
    }
}
