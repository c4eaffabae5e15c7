import Domain
import Synchronization
import Testing
import WebServer

@testable import StatusAPI

@Suite("Answers that are kept")
struct AnswerCacheTests {
    private let daemon = FakeDaemon()

    @Test("are given again as long as nothing has changed")
    func kept() async throws {
        let control = daemon.control
        let first = try await Answer.of(control, "GET", "/api/v1/services?limit=2")
        let second = try await Answer.of(control, "GET", "/api/v1/services?limit=2")
        #expect(daemon.lookedAtServices == 1)
        #expect(first.body == second.body)
        #expect(first.headers == second.headers)

        _ = try await Answer.of(control, "GET", "/api/v1/services?limit=1")
        #expect(daemon.lookedAtServices == 2)
        daemon.change()
        _ = try await Answer.of(control, "GET", "/api/v1/services?limit=2")
        #expect(daemon.lookedAtServices == 3)
    }

    @Test("spare a client what it has already")
    func notModified() async throws {
        let control = daemon.control
        let tag = try #require(try await Answer.of(control, "GET", "/api/v1/services").headers["ETag"])
        let again = try await Answer.of(control, "GET", "/api/v1/services", ["If-None-Match": tag])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        #expect(again.headers["Reconciler-Seq"] == "7")
        #expect(daemon.lookedAtServices == 1)
    }

    @Test("are none that the clock changes")
    func clocked() async throws {
        let control = daemon.control
        daemon.followsTheClock()
        _ = try await Answer.of(control, "GET", "/api/v1/services")
        _ = try await Answer.of(control, "GET", "/api/v1/services")
        #expect(daemon.lookedAtServices == 2)
    }

    @Test("take so much memory and no more")
    func bounded() async throws {
        let cache = AnswerCache()
        let half = StatusPage(
            items: [.string(String(repeating: "x", count: AnswerCache.capacity / 2))],
            next: nil,
            sequence: 1
        )
        let made = Mutex<[String]>([])
        for target in ["/1", "/1", "/2", "/1"] {
            let request = HTTPRequest("GET", try RequestTarget(target), peer: .unix(user: 1, process: 1))
            _ = try await cache.page(request, daemon) {
                made.withLock { $0.append(target) }
                return half
            }
        }
        #expect(made.withLock { $0 } == ["/1", "/2", "/1"])
    }
}
