import Domain
import StatusAPI
import Testing
import WebServer

@Suite("The API's routes")
struct RoutersTests {
    private let daemon = FakeDaemon(log: "one\ntwo\nthree\n")

    private func control(_ method: String, _ target: String, headers: HTTPHeaders = [:], body: String = "") async throws
        -> Answer
    {
        try await Answer.of(daemon.control, method, target, headers, body)
    }

    private func open(_ method: String, _ target: String, headers: HTTPHeaders = [:]) async throws -> Answer {
        try await Answer.of(daemon.open(), method, target, headers)
    }

    @Test(
        "answer what is there",
        arguments: [
            ("/healthz", 200), ("/readyz", 200), ("/api/v1/status", 200), ("/api/v1/services", 200),
            ("/api/v1/services/a", 200), ("/api/v1/services/nobody", 404), ("/api/v1/services/NO", 404),
            ("/api/v1/services/a/deployments", 200), ("/api/v1/deployments/1", 200), ("/api/v1/deployments/2", 404),
            ("/api/v1/services/a/decisions", 200), ("/api/v1/services/b/decisions", 404),
            ("/api/v1/services/NO/decisions", 404), ("/api/v1/services/a/decisions?cursor=x", 400),
            ("/api/v1/deployments/x", 404), ("/api/v1/deployments/1/steps", 200), ("/api/v1/deployed-services", 200),
            ("/api/v1/plan", 200), ("/api/v1/plan?ref=nowhere", 422), ("/api/v1/events?after=3", 200),
            ("/api/v1/revisions/\(String(repeating: "a", count: 40))", 200), ("/api/v1/revisions/main", 404),
            ("/api/v1/events?after=-1", 400), ("/api/v1/events", 200), ("/api/v1/events?after=0", 200),
            ("/api/v1/events?after=2", 410), ("/api/v1/events?cursor=2", 410), ("/api/v1/services?limit=0", 400),
            ("/api/v1/services?limit=501", 400),
            ("/api/v1/services?cursor=%20", 400), ("/api/v1/deployments?state=odd", 400),
            ("/api/v1/deployments?revision=abc", 400), ("/nowhere", 404), ("/api/v1/services/", 404),
            ("/api/v1/requests/1", 200), ("/api/v1/requests/2", 404),
            ("/api/v1/requests/x", 404), ("/api/v1/deployments/1/steps?limit=0", 400),
            ("/api/v1/deployments/1/steps?cursor=3", 200), ("/api/v1/deployments/1/steps?cursor=x", 400),
            ("/api/v1/events?service=web", 200), ("/api/v1/events?service=NO", 400), ("/metrics", 200),
        ]
    )
    func statuses(target: String, status: Int) async throws {
        #expect(try await control("GET", target).status == status)
    }

    @Test("go through a list part by part")
    func pages() async throws {
        let first = try await control("GET", "/api/v1/services?limit=2")
        #expect(first.body == #"{"items":[{"name":"a"},{"name":"b"}],"next":"b"}"# + "\n")
        #expect(first.headers["Reconciler-Seq"] == "7")
        #expect(first.headers["Link"] == #"<?limit=2&cursor=b>; rel="next""#)

        let second = try await control("GET", "/api/v1/services?limit=2&cursor=b")
        #expect(second.body == #"{"items":[{"name":"c"}],"next":null}"# + "\n")
        #expect(second.headers["Link"] == nil)
    }

    @Test("say where the events begin that are kept, and that those before are not")
    func events() async throws {
        let kept = try await control("GET", "/api/v1/events")
        #expect(kept.headers["Reconciler-First-Seq"] == "4")
        #expect(kept.headers["Reconciler-Seq"] == "7")
        let gone = try await control("GET", "/api/v1/events?after=1")
        #expect(gone.headers["Reconciler-First-Seq"] == "4")
        #expect(gone.headers["Content-Type"] == "application/problem+json")
        #expect(gone.body.contains("the events up to 3 are not kept any more; ask for those after 3"))
        #expect(try await control("GET", "/api/v1/services").headers["Reconciler-First-Seq"] == nil)
    }

    @Test("spare a client what it has already")
    func notModified() async throws {
        let tag = try #require(try await control("GET", "/api/v1/status").headers["ETag"])
        let again = try await control("GET", "/api/v1/status", headers: ["If-None-Match": tag])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        #expect(try await control("GET", "/api/v1/status", headers: ["If-None-Match": "\"other\""]).status == 200)
        for expected in [tag, "*", "\"other\", \(tag)"] {
            #expect(try await control("GET", "/api/v1/status", headers: ["If-Match": expected]).status == 200)
        }
        let both: HTTPHeaders = ["If-Match": tag, "If-None-Match": tag]
        #expect(try await control("GET", "/api/v1/status", headers: both).status == 304)
        for expected in ["\"other\"", "W/\(tag)"] {
            let refused = try await control("GET", "/api/v1/status", headers: ["If-Match": expected])
            #expect(refused.status == 412)
            #expect(refused.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test("pass filters on")
    func filters() async throws {
        let answer = try await control("GET", "/api/v1/deployments?service=web&state=failed&cursor=9")
        #expect(answer.body.contains("web failed 9"))
        #expect(try await control("GET", "/api/v1/events?after=3&service=web").body.contains(#"[3,"web"]"#))
    }

    @Test("show the whole log, its last lines, or it as it grows")
    func logs() async throws {
        #expect(try await control("GET", "/api/v1/deployments/1/log").body == "one\ntwo\nthree\n")
        #expect(try await control("GET", "/api/v1/deployments/1/log?tail=2").body == "two\nthree\n")
        #expect(try await control("GET", "/api/v1/deployments/1/log?tail=x").status == 400)
        async let followed = control("GET", "/api/v1/deployments/1/log?follow=true&tail=1")
        daemon.append("four\n")
        daemon.end()
        #expect(try await followed.body.hasSuffix("four\n"))
    }

    @Test("carry out a sync in the name of who asked")
    func sync() async throws {
        let answer = try await control("POST", "/sync", body: #"{"services": ["a"], "force": true}"#)
        #expect(answer.status == 202)
        #expect(daemon.syncs.map(\.user) == ["eve"])
        #expect(daemon.syncs.first?.force == true)
        #expect(daemon.syncs.first?.accept == nil)
    }

    @Test("hand on the revision to accept, and say what is held")
    func accept() async throws {
        let revision = String(repeating: "b", count: 40)
        let answer = try await control("POST", "/sync", body: #"{"accept": "\#(revision)"}"#)
        #expect(answer.status == 202)
        #expect(daemon.syncs.first?.accept?.hex == revision)
        let sources = try JSONParser.parse(answer.body, limits: .own).value["sources"]?.array
        #expect(sources?.first?["held"]?["revision"]?.string == revision)
    }

    @Test(
        "refuse a sync that makes no sense",
        arguments: [
            (#"{"force": true}"#, 400), (#"{"services": ["NO"]}"#, 400), (#"{"oops": 1}"#, 400), ("[]", 400),
            ("{", 400), (#"{"services": ["b"]}"#, 404), (#"{"accept": "bbbbbbbb"}"#, 400), (#"{"accept": 1}"#, 400),
        ]
    )
    func refusedSync(body: String, status: Int) async throws {
        #expect(try await control("POST", "/sync", body: body).status == status)
    }

    @Test(
        "change nothing from outside",
        arguments: ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"],
        ["/healthz", "/sync", "/nowhere"]
    )
    func readOnly(method: String, target: String) async throws {
        let answer = try await open(method, target)
        #expect(answer.status == 405)
        #expect(answer.headers["Allow"] == "GET, HEAD, OPTIONS")
        #expect(answer.headers["Content-Type"] == "application/problem+json")
    }

    @Test(
        "say what an address takes, not what others take",
        arguments: [("PUT", "/sync", "OPTIONS, POST"), ("POST", "/healthz", "GET, HEAD, OPTIONS")]
    )
    func allow(method: String, target: String, allowed: String) async throws {
        let answer = try await control(method, target)
        #expect(answer.status == 405)
        #expect(answer.headers["Allow"] == allowed)
    }

    @Test(
        "answer only to a name that is the daemon's",
        arguments: [
            ("127.0.0.1:8080", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("[::1]:8080", 200),
            ("evil.example", 421),
            ("127.0.0.1.evil.example", 421), ("1.2.3.4.5", 421),
        ]
    )
    func hosts(host: String, status: Int) async throws {
        #expect(try await open("GET", "/healthz", headers: ["Host": host]).status == status)
    }

    @Test("say of the whole server what it takes")
    func wholeServer() async throws {
        let request = HTTPRequest(
            "OPTIONS",
            try RequestTarget("*", method: "OPTIONS"),
            peer: .unix(user: 1, process: 1)
        )
        let response = await daemon.control.respond(to: request)
        #expect(response.status == 204)
        #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
    }

    @Test("say that the daemon is not ready, and why")
    func notReady() async throws {
        let answer = try await Answer.of(FakeDaemon(isReady: false).open(), "GET", "/readyz")
        #expect(answer.status == 503)
        #expect(answer.body.contains("source 's' is down"))
    }
}

/// An answer, read to its end.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let body: String

    static func of(
        _ router: any HTTPHandler,
        _ method: String,
        _ target: String,
        _ headers: HTTPHeaders = [:],
        _ body: String = "",
        peer: Peer = .unix(user: 1, process: 1)
    ) async throws -> Answer {
        let request = HTTPRequest(
            method,
            try RequestTarget(target),
            headers: headers,
            body: Array(body.utf8),
            peer: peer
        )
        let response = await router.respond(to: request)
        return Answer(status: response.status, headers: response.headers, body: try await text(response.body))
    }

    private static func text(_ body: HTTPResponse.Body) async throws -> String {
        switch body {
        case .empty, .webSocket: return ""
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .stream(let stream):
            var bytes: [UInt8] = []
            while let next = try await stream.next() { bytes += next }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
