import Domain
import StatusAPI
import Testing
import WebServer

@Suite("The routes for users and tokens")
struct AccessRoutesTests {
    private let access = RecordingAccess()

    private func send(_ method: String, _ target: String, _ body: String = "") async throws -> Answer {
        try await Answer.of(Routers.access(access, report: { _ in }), method, target, [:], body)
    }

    @Test(
        "carry out what is asked",
        arguments: [
            ("/users", #"{"name": "alice", "password": "secret"}"#, 201, "add alice secret"),
            ("/users", #"{"action": "add", "name": "alice", "password": "a\nb"}"#, 201, "add alice a\nb"),
            ("/users", #"{"action": "update", "name": "alice", "password": "secret"}"#, 200, "update alice secret"),
            ("/users", #"{"action": "delete", "name": "alice", "password": null}"#, 200, "delete alice"),
            ("/tokens", #"{"type": "user", "name": "alice"}"#, 201, "create user alice 43200000"),
            ("/tokens", #"{"type": "config", "expires": "1s"}"#, 201, "create config - 1000"),
            ("/tokens", #"{"action": "revoke", "id": "7"}"#, 200, "revoke 7"),
            ("/tokens", #"{"action": "revoke", "id": 7}"#, 200, "revoke 7"),
            ("/tokens", #"{"action": "rotate-key"}"#, 200, "rotate false"),
            ("/tokens", #"{"action": "rotate-key", "now": true}"#, 200, "rotate true"),
        ]
    )
    func carriesOut(target: String, body: String, status: Int, asked: String) async throws {
        #expect(try await send("POST", target, body).status == status)
        #expect(access.asked == [asked])
    }

    @Test("give a token out once, to be stored nowhere on the way")
    func token() async throws {
        let answer = try await send("POST", "/tokens", #"{"type": "service", "service": "web"}"#)
        #expect(answer.body.contains(#""token":"a.b.c""#))
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(access.asked.first?.contains("31536000000") == true)
    }

    @Test("list both")
    func lists() async throws {
        #expect(try await send("GET", "/users?cursor=bob").status == 200)
        #expect(try await send("GET", "/tokens?cursor=5").status == 200)
        #expect(access.asked == ["users after bob", "tokens before 5"])
        #expect(try await send("GET", "/users?cursor=%20").status == 400)
        #expect(try await send("GET", "/tokens?cursor=x").status == 400)
    }

    @Test(
        "refuse what makes no sense",
        arguments: [
            ("/users", "", 400), ("/users", "[]", 400), ("/users", #"{"name": "alice"}"#, 400),
            ("/users", #"{"name": "alice", "password": ""}"#, 400),
            ("/users", #"{"name": "a b", "password": "x"}"#, 400),
            ("/users", #"{"password": "x"}"#, 400), ("/users", #"{"name": "a", "password": 1}"#, 400),
            ("/users", #"{"action": "drop", "name": "a"}"#, 400), ("/users", #"{"name": "a", "oops": 1}"#, 400),
            ("/users", #"{"name": "taken", "password": "x"}"#, 409),
            ("/users", #"{"action": "delete", "name": "nobody"}"#, 404),
            ("/users", #"{"action": "update", "name": "busy", "password": "x"}"#, 503),
            ("/tokens", "{}", 400), ("/tokens", #"{"type": "deployment"}"#, 400),
            ("/tokens", #"{"type": "service"}"#, 400),
            ("/tokens", #"{"type": "user", "service": "web"}"#, 400),
            ("/tokens", #"{"type": "user", "expires": "0s"}"#, 400),
            ("/tokens", #"{"type": "user", "expires": "999999h"}"#, 400),
            ("/tokens", #"{"type": "user", "expires": 1}"#, 400),
            ("/tokens", #"{"type": "user", "name": "a b"}"#, 400), ("/tokens", #"{"action": "revoke"}"#, 400),
            ("/tokens", #"{"action": "revoke", "id": "x"}"#, 400),
            ("/tokens", #"{"action": "revoke", "id": "404"}"#, 404),
            ("/tokens", #"{"action": "rotate-key", "now": 1}"#, 400),
        ]
    )
    func refuses(target: String, body: String, status: Int) async throws {
        #expect(try await send("POST", target, body).status == status)
        #expect(access.asked.isEmpty)
    }
}
