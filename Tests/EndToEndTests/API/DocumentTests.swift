import Domain
import TestSupport
import Testing
import WebServer

@Suite("The API of a daemon at work", .behindTheGate)
struct DocumentTests {
    @Test("answers at every address as its document says, and changes no byte of the store by it")
    func answers() async throws {
        try await ManyStates.withDaemon { scene in
            let asking = try DocumentedAPI(scene.daemon)
            let deployment = try await id(of: "play", in: scene)
            let slow = try await id(of: "slow-2", in: scene)
            let script = try await id(of: "web", in: scene)
            let revision = try await scene.repository.git("rev-parse", "HEAD~1")
            let request = try asking.post("/sync", "{}")["request"]?.integer ?? 0

            let store = try await StoreBytes.settled(of: scene.daemon)
            try asking.expectPages(of: "/api/v1/services")
            try asking.expectPages(of: "/api/v1/deployments")
            try asking.expectPages(of: "/api/v1/deployed-services")
            try asking.expectPages(of: "/api/v1/events", limit: 500)
            try asking.expectPages(of: "/api/v1/services/{name}/deployments", "/api/v1/services/web/deployments")
            try asking.expectPages(of: "/api/v1/services/{name}/decisions", "/api/v1/services/web/decisions")
            try asking.expectPages(of: "/api/v1/deployments/{id}/steps", "/api/v1/deployments/\(deployment)/steps")
            for name in ["web", "retrying", "fragile", "lost", "held-up", "slow-2"] {
                try asking.expect("/api/v1/services/{name}", "/api/v1/services/\(name)")
            }
            for id in [deployment, slow, script] {
                try asking.expect("/api/v1/deployments/{id}", "/api/v1/deployments/\(id)")
            }
            try asking.expect("/api/v1/deployments/{id}/log", "/api/v1/deployments/\(script)/log")
            try asking.expect("/api/v1/revisions/{revision}", "/api/v1/revisions/\(revision)")
            try asking.expect("/api/v1/requests/{id}", "/api/v1/requests/\(request)")
            try asking.expect("/api/v1/feed", "/api/v1/feed?after=0", status: 426)
            let basic: HTTPHeaders = ["Authorization": "Basic YW5uYTpjb3JyZWN0IGhvcnNl"]
            try asking.expect("/api/v1/token", headers: basic)
            try asking.expect("/api/v1/plan")
            try asking.expect("/api/v1/plan", "/api/v1/plan?ref=main")
            for path in ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/v1/status"] {
                try asking.expect(path)
            }
            #expect(try StoreBytes(of: scene.daemon) == store)
            #expect(asking.unasked.isEmpty, "nothing was asked at \(asking.unasked)")
        }
    }

    @Test("refuses as its document says")
    func refusals() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let asking = try DocumentedAPI(scene.daemon)
            for target in ["/api/v1/services?limit=0", "/api/v1/events?after=x", "/api/v1/deployments?state=odd"] {
                try asking.expect(String(target.prefix { $0 != "?" }), target, status: 400)
            }
            try asking.expect("/api/v1/services/{name}", "/api/v1/services/nobody", status: 404)
            try asking.expect("/api/v1/services/{name}/decisions", "/api/v1/services/nobody/decisions", status: 404)
            try asking.expect("/api/v1/deployments/{id}", "/api/v1/deployments/99", status: 404)
            try asking.expect("/api/v1/deployments/{id}/log", "/api/v1/deployments/99/log", status: 404)
            try asking.expect("/api/v1/requests/{id}", "/api/v1/requests/1", status: 404)
            try asking.expect("/api/v1/plan", "/api/v1/plan?ref=nowhere", status: 422)
            try asking.expect("/api/v1/token", "/api/v1/token", status: 401)
            let log = "/api/v1/deployments/{id}/log"
            let own = log.replacing("{id}", with: "1")
            try asking.expect(log, own, headers: ["Range": "bytes=0-0"], status: 416)
            try asking.expect("/api/v1/status", "/api/v1/status", method: "POST", status: 405)
            try asking.expect("/api/v1/status", "http://evil.example.org/api/v1/status", status: 421)
        }
    }

    @Test("measures what a strict reader takes")
    func metrics() async throws {
        try await ManyStates.withDaemon { scene in
            let asking = try DocumentedAPI(scene.daemon)
            try await waitUntil("the disk was looked at") {
                try await scene.daemon.run("status", "-o", "json").json()["disk"]?["store_bytes"]?.integer != nil
            }
            let answer = try asking.send("GET", "/metrics")
            #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let metrics = try MetricsCheck(String(decoding: answer.body, as: UTF8.self))
            let states = try await scene.daemon.run("status", "-o", "json").json()["services"]?["sync_status"]
            let synced = metrics.series.filter { $0.key.contains("sync_status=\"synced\"") }.map(\.value).reduce(0, +)
            #expect(Int64(synced) == states?["synced"]?.integer)
            #expect(metrics.series["reconciler_source_held{source=\"config\"}"] == 1)
            #expect(metrics.series["reconciler_source_ready{source=\"down\"}"] == 0)
            #expect(metrics.series["reconciler_deployments_running"] == 4)
            #expect(metrics.series["reconciler_deployments_total{state=\"cancelled\"}"] == 1)
            #expect(metrics.series["reconciler_source_polls_total{source=\"config\",result=\"accepted\"}"] == 2)
            #expect(metrics.series["reconciler_commit_to_deployed_seconds_count"] == 5)
            #expect(metrics.series["reconciler_feed_clients"] == 0)
            #expect(metrics.series["reconciler_store_size_bytes"] ?? 0 > 4_096)
        }
    }

    private func id(of service: String, in scene: Scene) async throws -> Int64 {
        try #require(try await scene.daemon.deployments(of: service).first?["id"]?.integer)
    }
}
