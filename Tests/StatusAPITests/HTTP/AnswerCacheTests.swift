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

    @Test("are neither made nor given while a change is being stored")
    func changing() async throws {
        let router = daemon.open(origins: OriginRule(allowed: []))
        let request = try Self.request("/api/v1/services?limit=2")
        _ = await router.respond(to: request)
        #expect(router.presentAnswer(to: request) != nil)
        daemon.store(true)
        #expect(router.presentAnswer(to: request) == nil)
        for _ in 0..<2 { _ = await router.respond(to: request) }
        #expect(daemon.lookedAtServices == 3)
        daemon.store(false)
        #expect(router.presentAnswer(to: request) != nil)
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

    @Test("are there at once for those who ask again, and for nobody else")
    func present() async throws {
        let router = daemon.open(origins: OriginRule(allowed: ["https://a.example"]))
        for target in ["/api/v1/services?limit=2", "/api/v1/plan", "/api/v1/deployed-services"] {
            let request = try Self.request(target, ["Origin": "https://a.example"])
            #expect(router.presentAnswer(to: request) == nil)
            let made = await router.respond(to: request)
            let present = try #require(router.presentAnswer(to: request))
            #expect(present.headers == made.headers)
            #expect(present.status == 200 && Self.bytes(present) == Self.bytes(made))

            let known = try Self.request(target, ["If-None-Match": try #require(made.headers["ETag"])])
            #expect(router.presentAnswer(to: known)?.status == 304)
            #expect(try router.presentAnswer(to: Self.request(target, ["If-Match": "\"other\""]))?.status == 412)
            #expect(try router.presentAnswer(to: Self.request(target, ["Host": "evil.example"])) == nil)
            #expect(try router.presentAnswer(to: Self.request(target, method: "POST")) == nil)
            daemon.change()
            #expect(router.presentAnswer(to: request) == nil)
        }
    }

    @Test("are not given before it is known who asks")
    func closed() async throws {
        let world = AccessWorld()
        let router = daemon.open(world, authenticator: world.authenticator)
        try await world.fill()
        let token = try await world.issue(.user)
        _ = await router.respond(to: try Self.request("/api/v1/services", ["Authorization": "Bearer \(token)"]))
        #expect(daemon.lookedAtServices == 1)
        #expect(try router.presentAnswer(to: Self.request("/api/v1/services")) == nil)
    }

    private static func request(_ target: String, _ headers: HTTPHeaders = [:], method: String = "GET") throws
        -> HTTPRequest
    {
        HTTPRequest(method, try RequestTarget(target), headers: headers, peer: .unix(user: 1, process: 1))
    }

    private static func bytes(_ response: HTTPResponse) -> [UInt8]? {
        if case .bytes(let bytes) = response.body { bytes } else { nil }
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
