import Domain
import StatusAPI
import TestSupport
import Testing
import WebServer

@Suite("A token for a password")
struct LoginRoutesTests {
    private let daemon = FakeDaemon()

    private func get(
        _ world: AccessWorld,
        _ credentials: String? = "YWxpY2U6Y29ycmVjdCBob3JzZQ==",
        from address: String = "127.0.0.1",
        headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        var headers = headers
        headers["Authorization"] = credentials.map { "Basic \($0)" }
        let router = daemon.open(world, authenticator: world.authenticator)
        return try await Answer.of(router, "GET", "/api/v1/token", headers, peer: .tcp(address: address, port: 9))
    }

    /// `alice:wrong`.
    private let wrong = "YWxpY2U6d3Jvbmc="
    /// `mallory:correct horse`.
    private let unknown = "bWFsbG9yeTpjb3JyZWN0IGhvcnNl"

    @Test("reads everything for twelve hours, and is kept nowhere")
    func token() async throws {
        let world = AccessWorld()
        try await world.fill()
        let answer = try await get(world)
        #expect(answer.status == 200)
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(answer.headers["ETag"] == nil)
        let body = try JSONParser.parse(answer.body, limits: .own).value
        #expect(body["token_type"]?.string == "Bearer")
        #expect(body["expires_in"]?.integer == 43_200)
        let token = try #require(body["access_token"]?.string)
        #expect(try await world.authenticator.identify(token).expires?.description == body["expires"]?.string)
        let router = daemon.open(world, authenticator: world.authenticator)
        let status = try await Answer.of(router, "GET", "/api/v1/status", ["Authorization": "Bearer \(token)"])
        #expect(status.status == 200)
        #expect(try await world.store.read { try $0.tokens.page(before: nil, limit: 5) }.isEmpty)
    }

    @Test("is refused alike for a wrong password and a wrong name, after the same work")
    func refused() async throws {
        let world = AccessWorld()
        try await world.fill()
        let answers = [try await get(world, wrong), try await get(world, unknown)]
        #expect(answers.map(\.status) == [401, 401])
        #expect(answers[0].body == answers[1].body)
        #expect(answers[0].headers["WWW-Authenticate"] == #"Basic realm="reconciler", charset="UTF-8""#)
        #expect(world.passwords.comparisons == 2)
    }

    @Test(
        "needs a name and a password",
        arguments: [nil, "", "YWxpY2U", "YWxpY2U=", "YWxpY2U6", "/////w==", "YWxpY2U6Y29ycmVjdCBob3JzZQ"]
    )
    func malformed(credentials: String?) async throws {
        let world = AccessWorld()
        try await world.fill()
        #expect(try await get(world, credentials).status == 401)
        #expect(world.passwords.comparisons == 0)
    }

    @Test("is refused for a while after too many failures, also with the right password")
    func limited() async throws {
        let world = AccessWorld()
        try await world.fill()
        for _ in 0..<10 { #expect(try await get(world, wrong).status == 401) }
        let answer = try await get(world)
        #expect(answer.status == 429)
        #expect(answer.headers["Retry-After"] == "10")
        #expect(world.passwords.comparisons == 10)
        #expect(world.log.lines.map(\.message) == Array(repeating: "a login was refused", count: 10))
        #expect(world.log.lines.first?.fields == ["from": "127.0.0.1"])
        #expect(try await get(world, from: "::1").status == 200)
        world.time.pass(10_000)
        #expect(try await get(world).status == 200)
    }

    @Test("is not held up by success")
    func unlimited() async throws {
        let world = AccessWorld()
        try await world.fill()
        for _ in 0..<30 { #expect(try await get(world).status == 200) }
    }

    @Test("is given on this machine, and elsewhere through a declared proxy only")
    func origins() async throws {
        let world = AccessWorld(proxies: ["192.0.2.7", "10.0.0.0/8"])
        try await world.fill()
        #expect(try await get(world, from: "198.51.100.1").status == 403)
        #expect(try await get(world, from: "198.51.100.1", headers: ["X-Forwarded-For": "127.0.0.1"]).status == 403)
        #expect(try await get(world, from: "192.0.2.7", headers: ["X-Forwarded-For": "198.51.100.1"]).status == 200)
        #expect(try await get(world, from: "10.1.1.1").status == 200)
        #expect(try await get(world, from: "127.0.0.1", headers: ["X-Forwarded-For": "198.51.100.1"]).status == 403)
        #expect(try await get(world, from: "127.0.0.1", headers: ["Forwarded": "for=198.51.100.1"]).status == 403)
        #expect(world.passwords.comparisons == 2)
    }

    @Test("counts failures for whom the proxy asks, whatever they say themselves")
    func behindProxy() async throws {
        let world = AccessWorld(proxies: ["192.0.2.7", "192.0.2.8"])
        try await world.fill()
        for number in 0..<10 {
            let hops = "203.0.113.\(number), 198.51.100.1, 192.0.2.8"
            #expect(try await get(world, wrong, from: "192.0.2.7", headers: ["X-Forwarded-For": hops]).status == 401)
        }
        let guesser: HTTPHeaders = ["X-Forwarded-For": "203.0.113.77, 198.51.100.1"]
        #expect(try await get(world, from: "192.0.2.7", headers: guesser).status == 429)
        #expect(try await get(world, from: "192.0.2.7", headers: ["X-Forwarded-For": "198.51.100.2"]).status == 200)
    }

    @Test("waits while too many passwords are looked at, which counts as no failure")
    func busy() async throws {
        let world = AccessWorld(passwords: PlainPasswords(isBusy: true))
        try await world.fill()
        for _ in 0..<20 {
            let answer = try await get(world)
            #expect(answer.status == 503)
            #expect(answer.headers["Retry-After"] == "5")
        }
    }
}
