internal import Domain
internal import WebServer

/// Whether the daemon lives, and whether it does its work.
struct HealthRoutes {
    let queries: any StatusQuerying
    /// Whether anybody may read what is missing or failing, which names sources.
    let tellsWhy: Bool
    private let shared = SharedWork<Readiness>()

    init(queries: any StatusQuerying, tellsWhy: Bool) {
        self.queries = queries
        self.tellsWhy = tellsWhy
    }

    var all: [Route] {
        [
            Route("GET", "/healthz", .everybody) { _, _ in Self.answer(200, ["ok"]) },
            Route("GET", "/readyz", .everybody) { _, _ in try await ready() },
        ]
    }

    /// Asks the one that writes the store, which has other work to do.
    private func ready() async throws -> HTTPResponse {
        let readiness = try await shared.value(for: "readiness") { await queries.readiness() }
        return Self.answer(
            readiness.isReady ? 200 : 503,
            [readiness.isReady ? "ready" : "not ready"] + (tellsWhy ? readiness.remarks : [])
        )
    }

    private static func answer(_ status: Int, _ lines: [String]) -> HTTPResponse {
        var response = HTTPResponse.text(status, lines.joined(separator: "\n") + "\n")
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
