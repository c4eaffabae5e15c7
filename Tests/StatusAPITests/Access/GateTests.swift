import Domain
import StatusAPI
import TestSupport
import Testing
import WebServer

@Suite("The status API with auth on")
struct GateTests {
    private let world = AccessWorld()
    private let daemon = FakeDaemon(log: "one\n")

    private func get(_ target: String, _ headers: HTTPHeaders = [:], _ method: String = "GET") async throws -> Answer {
        try await Answer.of(daemon.open(world, authenticator: world.authenticator), method, target, headers)
    }

    private func get(_ target: String, token: String) async throws -> Answer {
        try await get(target, ["Authorization": "Bearer \(token)"])
    }

    /// A running deployment of web with the number 1, and a user.
    private func fill() async throws {
        var deployment = Deployment.queued(
            id: Deployment.ID(1),
            order: .sample(.sample(.sample(name: "a"))),
            at: .sample()
        )
        try deployment.start(expecting: [], ownedBy: .sample(), at: .sample())
        try await world.fill(deployment)
    }

    /// Each route, and what it answers to the tokens of a user, of the service a, of b, of a run, of discovery.
    static let table: [(String, [Int])] = [
        ("/api/v1/status", [200, 403, 403, 403, 403]),
        ("/api/v1/services", [200, 403, 403, 403, 403]),
        ("/api/v1/services?service=a", [200, 403, 403, 403, 403]),
        ("/api/v1/services/a", [200, 200, 403, 403, 403]),
        ("/api/v1/services/%61", [200, 200, 403, 403, 403]),
        ("/api/v1/services/nobody", [404, 403, 403, 403, 403]),
        ("/api/v1/services/a/deployments", [200, 200, 403, 403, 403]),
        ("/api/v1/services/a/deployments?service=b", [200, 200, 403, 403, 403]),
        ("/api/v1/services/a/decisions", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments", [200, 403, 403, 403, 403]),
        ("/api/v1/deployments?service=a", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments?service=a&service=b", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments?state=failed&service=b", [200, 403, 200, 403, 403]),
        ("/api/v1/deployments?service=", [400, 403, 403, 403, 403]),
        ("/api/v1/deployments/1", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments/1/steps", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments/1/log", [200, 200, 403, 403, 403]),
        ("/api/v1/deployments/2", [404, 403, 403, 403, 403]),
        ("/api/v1/deployments/x", [404, 403, 403, 403, 403]),
        ("/api/v1/deployed-services", [200, 403, 403, 403, 200]),
        ("/api/v1/plan", [200, 403, 403, 403, 403]),
        ("/api/v1/events", [200, 403, 403, 403, 403]),
        ("/api/v1/events?service=a&after=3", [200, 200, 403, 403, 403]),
        ("/healthz", [200, 200, 200, 200, 200]),
        ("/readyz", [200, 200, 200, 200, 200]),
        ("/users", [404, 404, 404, 404, 404]),
        ("/tokens", [404, 404, 404, 404, 404]),
    ]

    @Test("answers each token what it is for", arguments: table)
    func matrix(target: String, statuses: [Int]) async throws {
        try await fill()
        let run = TokenClaims.run(Deployment.ID(1), timeout: 60_000, at: world.time.now())
        let tokens = [
            try await world.issue(.user, id: 1), try await world.issue(.service(.sample("a")), id: 2),
            try await world.issue(.service(.sample("b")), id: 3),
            try HMACTokenSigner().token(run, signedWith: .sample()),
            try await world.issue(.config, id: 4),
        ]
        for (token, status) in zip(tokens, statuses) {
            #expect(try await get(target, token: token).status == status, "\(target)")
        }
    }

    @Test("is closed to everybody without a token, but for two addresses", arguments: table)
    func closed(target: String, statuses: [Int]) async throws {
        try await fill()
        let answer = try await get(target)
        let isOpen = Set(statuses).count == 1
        #expect(answer.status == (isOpen ? statuses[0] : 401))
        if !isOpen {
            #expect(answer.headers["WWW-Authenticate"] == "Bearer realm=\"reconciler\"")
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test("says with RFC 6750 what is wrong")
    func challenges() async throws {
        try await fill()
        let bad = try await get("/api/v1/status", token: "a.b.c")
        #expect(bad.status == 401)
        #expect(bad.headers["WWW-Authenticate"]?.contains(#"error="invalid_token""#) == true)
        let wrong = try await get("/api/v1/status", token: try await world.issue(.config))
        #expect(wrong.status == 403)
        #expect(wrong.headers["WWW-Authenticate"]?.contains(#"error="insufficient_scope""#) == true)
        #expect(wrong.headers["Content-Type"] == "application/problem+json")
    }

    @Test("reads the token from the header alone, and from one")
    func credentials() async throws {
        try await fill()
        let token = try await world.issue(.user)
        #expect(try await get("/api/v1/status?token=\(token)").status == 401)
        #expect(try await get("/api/v1/status", ["Authorization": "bearer  \(token)"]).status == 200)
        for value in [token, "Basic YTpi", "Bearer", "Bearer ", "Bearer \(token) x", "Token \(token)", ""] {
            #expect(try await get("/api/v1/status", ["Authorization": value]).status == 401, "\(value)")
        }
        var headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
        headers.append("Authorization", "Bearer \(token)")
        #expect(try await get("/api/v1/status", headers).status == 400)
    }

    @Test("answers HEAD as GET, and OPTIONS to everybody")
    func methods() async throws {
        try await fill()
        #expect(try await get("/api/v1/status", [:], "HEAD").status == 401)
        let token = try await world.issue(.user)
        #expect(try await get("/api/v1/status", ["Authorization": "Bearer \(token)"], "HEAD").status == 200)
        #expect(try await get("/api/v1/status", [:], "OPTIONS").status == 204)
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let answer = try await get("/api/v1/status", ["Authorization": "Bearer \(token)"], method)
            #expect(answer.status == 405)
            #expect(answer.headers["Allow"] == "GET, HEAD, OPTIONS")
        }
    }

    @Test("tells those who say nothing of themselves whether it is ready, and not why")
    func ready() async throws {
        let router = FakeDaemon(isReady: false).open(world, authenticator: world.authenticator)
        let answer = try await Answer.of(router, "GET", "/readyz")
        #expect(answer.status == 503)
        #expect(answer.body == "not ready\n")
    }

    @Test("ends a log that is followed when the token is revoked")
    func followed() async throws {
        try await fill()
        let token = try await world.issue(.user)
        async let answer = get("/api/v1/deployments/1/log?follow=true", token: token)
        try await world.change { transaction in
            var known = try #require(try transaction.tokens.find(IssuedToken.ID(1)))
            known.revoke(at: .sample())
            try transaction.save(known)
        }
        // The run goes on for ever: only the revocation ends the answer, or its refusal before.
        #expect([200, 401].contains(try await answer.status))
    }
}
