internal import Domain
internal import WebServer

/// What is measured of the daemon, for Prometheus.
struct MetricsRoutes {
    let queries: any StatusQuerying
    let feed: FeedHub
    private let shared = SharedWork<HTTPResponse>()

    init(queries: any StatusQuerying, feed: FeedHub) {
        self.queries = queries
        self.feed = feed
    }

    var all: [Route] { [Route("GET", "/metrics", .discovery, metrics)] }

    @Sendable
    private func metrics(_: Parameters, _: HTTPRequest) async throws -> HTTPResponse {
        try await shared.value(for: "metrics", measure)
    }

    @Sendable
    private func measure() async throws -> HTTPResponse {
        let text = PrometheusText.text(try await queries.metrics() + [clients])
        return HTTPResponse(
            200,
            headers: ["Content-Type": PrometheusText.contentType, "Cache-Control": "no-store"],
            body: .bytes(Array(text.utf8))
        )
    }

    private var clients: MetricFamily {
        MetricFamily("reconciler_feed_clients", .gauge, "Clients of the feed.", [.init(.integer(feed.clients))])
    }
}
