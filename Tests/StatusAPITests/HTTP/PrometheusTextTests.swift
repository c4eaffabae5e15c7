import Domain
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("Metrics as text")
struct PrometheusTextTests {
    @Test("are what Prometheus reads, whatever the labels hold")
    func text() throws {
        var histogram = Histogram(bounds: [0.5, 1])
        for value in [0.25, 0.75, 9] { histogram.observe(value) }
        let families = [
            MetricFamily(
                "polls_total",
                .counter,
                "How \\ many\npolls.",
                [.init(.integer(3), ["source": "a\"b\\c\nd"])]
            ),
            MetricFamily("nothing", .gauge, "No samples.", []),
            MetricFamily("seconds", .histogram, "How long.", [.init(.histogram(histogram), ["state": "failed"])]),
            MetricFamily("started", .gauge, "When.", [.init(.number(1.5))]),
        ]
        let text = PrometheusText.text(families)

        #expect(
            text == #"""
                # HELP polls_total How \\ many\npolls.
                # TYPE polls_total counter
                polls_total{source="a\"b\\c\nd"} 3
                # HELP seconds How long.
                # TYPE seconds histogram
                seconds_bucket{state="failed",le="0.5"} 1
                seconds_bucket{state="failed",le="1"} 2
                seconds_bucket{state="failed",le="+Inf"} 3
                seconds_sum{state="failed"} 10
                seconds_count{state="failed"} 3
                # HELP started When.
                # TYPE started gauge
                started 1.5

                """#
        )
        #expect(try MetricsCheck(text).series.count == 7)
    }

    @Test("come with their content type")
    func contentType() async throws {
        let answer = try await Answer.of(FakeDaemon().control, "GET", "/metrics")
        #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.body.hasPrefix("# HELP up Whether it is up.\n# TYPE up gauge\nup 1\n"))
        #expect(try MetricsCheck(answer.body).series == ["up": 1, "reconciler_feed_clients": 0])
    }

    @Test(
        "are checked by something that refuses what is wrong",
        arguments: [
            "up 1", "up 1\n", "# HELP up x\nup 1\n", "# HELP up x\n# TYPE up gauge\nup 1\nup 2\n",
            "# HELP up x\n# TYPE up counter\nup 1\n", "# HELP up x\n# TYPE up gauge\nup{a=\"\n\"} 1\n",
            "# HELP up x\n# TYPE up gauge\nup 1\n# HELP up x\n# TYPE up gauge\nup{a=\"b\"} 1\n",
            "# HELP h x\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count 2\n",
        ]
    )
    func checked(text: String) { #expect(throws: MetricsCheck.Refused.self) { try MetricsCheck(text) } }
}
