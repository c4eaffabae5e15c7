import StatusAPI
import Testing
import WebServer

@Suite("Web pages of other origins")
struct CrossOriginTests {
    private let page = "https://dashboard.example.org"

    private func answer(
        _ method: String = "GET",
        _ target: String = "/healthz",
        origins: [String],
        _ headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        let router = FakeDaemon().open(origins: OriginRule(allowed: origins))
        return try await Answer.of(router, method, target, headers)
    }

    @Test("may read answers, and errors, if they are listed", arguments: ["/healthz", "/nowhere"])
    func allowed(target: String) async throws {
        let answer = try await answer("GET", target, origins: [page], ["Origin": page])
        #expect(answer.headers["Access-Control-Allow-Origin"] == page)
        #expect(answer.headers["Access-Control-Expose-Headers"]?.contains("Reconciler-Seq") == true)
        #expect(answer.headers["Access-Control-Allow-Credentials"] == nil)
        #expect(answer.headers["Vary"] == "Origin")
    }

    @Test("have a ref looked at only if they are listed; what is known is answered to all")
    func refs() async throws {
        let foreign: HTTPHeaders = ["Sec-Fetch-Site": "cross-site"]
        let looked = try await answer("GET", "/api/v1/plan?ref=main", origins: [page], foreign)
        #expect(looked.status == 403)
        #expect(looked.body.contains("origins"))
        #expect(try await answer("GET", "/api/v1/plan", origins: [page], foreign).status == 200)
        let listed: HTTPHeaders = ["Sec-Fetch-Site": "cross-site", "Origin": page]
        for headers: HTTPHeaders in [listed, [:], ["Sec-Fetch-Site": "same-origin"]] {
            #expect(try await answer("GET", "/api/v1/plan?ref=main", origins: [page], headers).status != 403)
        }
    }

    @Test(
        "may not otherwise, and a cache is told that it may be different for others",
        arguments: [
            "https://evil.example.org", "http://dashboard.example.org", "https://dashboard.example.org:8443",
            "https://dashboard.example.org.evil.example.org", "null", "*", "",
        ]
    )
    func refused(origin: String) async throws {
        let answer = try await answer(origins: [page], ["Origin": origin])
        #expect(answer.status == 200)
        #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
        #expect(answer.headers["Vary"] == "Origin")
        #expect(try await self.answer(origins: [page]).headers["Vary"] == "Origin")
    }

    @Test("are told beforehand what they may send")
    func preflight() async throws {
        let asked: HTTPHeaders = [
            "Origin": page, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization",
        ]
        let answer = try await answer("OPTIONS", origins: [page], asked)
        #expect(answer.status == 204)
        #expect(answer.headers["Access-Control-Allow-Origin"] == page)
        #expect(answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS")
        #expect(answer.headers["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
        #expect(answer.headers["Access-Control-Max-Age"] == "600")
        #expect(try await self.answer("OPTIONS", origins: [], asked).headers["Access-Control-Allow-Methods"] == nil)
    }

    @Test("are not spoken of where none is listed")
    func none() async throws {
        let answer = try await answer(origins: [], ["Origin": page])
        #expect(answer.headers["Vary"] == nil)
        #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
    }
}
