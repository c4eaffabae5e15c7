import Domain
import Synchronization
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("The port of push hooks")
struct HookDoorTests {
    private let desk = RecordingDesk()
    private let log = RecordingLog()
    private let time = ManualTime()

    private var door: HookEndpoint {
        HookEndpoint(
            secrets: [.sample("config"): HookSecret("open sesame"), .sample("edge"): HookSecret("another")],
            decoy: HookSecret("nobody knows this"),
            hooks: desk,
            proxies: ["10.0.0.0/8"].compactMap { AddressRange($0) },
            time: time,
            log: log
        )
    }

    private func send(
        _ door: HookEndpoint? = nil,
        _ method: String = "POST",
        to path: String = "/hooks/config",
        _ headers: HTTPHeaders = ["X-Gitlab-Token": "open sesame"],
        from address: String = "192.0.2.7"
    ) async throws -> Answer {
        let peer = Peer.tcp(address: address, port: 9)
        return try await Answer.of(door ?? self.door, method, path, headers, "{\"ref\": 1", peer: peer)
    }

    @Test("takes a genuine hook, and says where to ask what became of it")
    func taken() async throws {
        let named: HTTPHeaders = ["X-Gitlab-Token": "open sesame", "Idempotency-Key": "a"]
        let answer = try await send(to: "/hooks/config?x=1", named)
        #expect(answer.status == 202)
        #expect(answer.headers["Location"] == "/api/v1/requests/7")
        #expect(answer.headers["Content-Type"] == "application/json")
        #expect(try JSONParser.parse(answer.body, limits: .own).value == .members(["request": .integer(7)]))
        #expect(desk.taken == [PushHook(source: .sample("config"), delivery: "a")])
        #expect(log.lines.allSatisfy { $0.level == .debug })
    }

    @Test("refuses all others with the same words, whether there is such a source or not")
    func refused() async throws {
        let wrong: HTTPHeaders = ["X-Gitlab-Token": "sesame"]
        let answers = [
            try await send([:]), try await send(wrong), try await send(to: "/hooks/edge"),
            try await send(to: "/hooks/nobody"), try await send(to: "/hooks/nobody", [:]),
            try await send(to: "/hooks/NO%2FNAME"), try await send(to: "/hooks/..", wrong),
            try await send(to: "/hooks/nobody", ["X-Gitlab-Token": "nobody knows this"]),
        ]
        #expect(Set(answers.map(\.body)).count == 1)
        for answer in answers {
            #expect(answer.status == 403)
            #expect(answer.headers == answers[0].headers)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
        #expect(desk.taken.isEmpty)
        #expect(desk.refused == [.sample("config"), .sample("config"), .sample("edge")])
    }

    private func send(_ headers: HTTPHeaders) async throws -> Answer { try await send(to: "/hooks/config", headers) }

    @Test("says in the log what was refused, once in a while for each source, and once for all that are none")
    func logged() async throws {
        let door = door
        for _ in 0..<20 {
            _ = try await send(door, to: "/hooks/config", [:])
            for number in 0..<5 { _ = try await send(door, to: "/hooks/guess-\(number)") }
        }
        #expect(log.lines.map { $0.fields["source"] } == ["config", "none"])
        #expect(log.lines.allSatisfy { $0.level == .warning && $0.fields["from"] == "192.0.2.7" })
        #expect(log.lines.first?.fields["reason"] == "it holds no signature and no token")
        time.pass(RefusedHooks.interval)
        _ = try await send(door, to: "/hooks/config", ["X-Gitlab-Token": "guess"])
        #expect(log.lines.last?.fields["reason"] == "a signature or token is not made with the secret")
        #expect(log.lines.last?.fields["others_since_last"] == "19")
        _ = try await send(door, to: "/hooks/\(String(repeating: "x", count: 5_000))")
        #expect(log.lines.last?.fields["others_since_last"] == "99")
        #expect((log.lines.last?.fields["path"]?.count ?? 0) <= 100)
        #expect(!log.lines.contains { $0.fields.values.contains { $0.contains("sesame") } })
    }

    @Test(
        "names the client of a refused hook, whom only a declared proxy may name",
        arguments: [
            ("192.0.2.7", "198.51.100.9", "192.0.2.7"), ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "203.0.113.1, 198.51.100.9, 10.2.2.2", "198.51.100.9"), ("10.0.0.1", "+1.2.3.4", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.9%eth0", "10.0.0.1"), ("fe80::1%eth0", "198.51.100.9", "fe80::1%eth0"),
        ]
    )
    func client(peer: String, forwarded: String, named: String) async throws {
        _ = try await send(["X-Forwarded-For": forwarded], from: peer)
        #expect(log.lines.map { $0.fields["from"] } == [named])
    }

    private func send(_ headers: HTTPHeaders, from peer: String) async throws -> Answer {
        try await send(to: "/hooks/config", headers, from: peer)
    }

    @Test(
        "takes a body that is too large to be read for a sign, unless it shows no proof, or one that is wrong",
        arguments: [
            ("/hooks/config", ["X-Hub-Signature-256": "sha256=" + String(repeating: "ab", count: 32)], [true]),
            ("/hooks/config", ["X-Gitlab-Token": "open sesame"], [true]),
            ("/hooks/config", ["X-Gitlab-Token": "guess"], [false]),
            ("/hooks/config", ["X-Hub-Signature-256": "sha1=ab"], [false]), ("/hooks/config", [:], [false]),
            ("/hooks/nobody", ["X-Gitlab-Token": "open sesame"], []), ("/other", [:], nil),
        ] as [(String, [String: String], [Bool]?)]
    )
    func tooLarge(path: String, fields: [String: String], polls: [Bool]?) async throws {
        var request = HTTPRequest(
            "POST",
            try RequestTarget(path),
            headers: ["X-Forwarded-For": "198.51.100.9"],
            peer: .tcp(address: "10.0.0.1", port: 9)
        )
        for (name, value) in fields { request.headers[name] = value }
        door.refused(request, bodyOf: 2_000_000)
        #expect(desk.unread == polls ?? [])
        let isLogged = log.lines.map { [$0.fields["from"], $0.fields["bytes"], $0.fields["reason"]] }
        #expect(isLogged == (polls == nil ? [] : [["198.51.100.9", "2000000", "its body is too large"]]))
    }

    @Test(
        "answers at no other address",
        arguments: [
            "/", "/hooks", "/hooks/", "/hooks/config/", "/hooks/config/x", "//hooks/config", "/Hooks/config",
            "/healthz", "/metrics", "/api/v1/status", "/sync",
        ]
    )
    func elsewhere(path: String) async throws {
        for method in ["POST", "GET"] {
            let answer = try await send(door, method, to: path)
            #expect(answer.status == 404)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
        #expect(desk.taken.isEmpty)
    }

    @Test("takes POST alone", arguments: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"])
    func methods(method: String) async throws {
        for source in ["config", "nobody"] {
            let answer = try await send(door, method, to: "/hooks/\(source)")
            #expect(answer.status == 405)
            #expect(answer.headers["Allow"] == "POST")
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
        #expect(desk.taken.isEmpty)
    }

    @Test("says when to come again if no hook can be taken", arguments: [HookPostponed.stopping, .tooMany])
    func postponed(reason: HookPostponed) async throws {
        desk.postpones(reason)
        let answer = try await send()
        #expect(answer.status == 503)
        #expect(answer.headers["Retry-After"] == "5")
        #expect(answer.body.contains(reason.description))
        #expect(log.lines.map { $0.fields["reason"] } == [reason.description])
    }
}

/// Remembers what was taken.
private final class RecordingDesk: HookTaking {
    private let hooks = Mutex<[PushHook]>([])
    private let refusals = Mutex<[SourceName]>([])
    private let postponed = Mutex<HookPostponed?>(nil)

    var taken: [PushHook] { hooks.withLock { $0 } }
    var refused: [SourceName] { refusals.withLock { $0 } }

    func postpones(_ reason: HookPostponed) { postponed.withLock { $0 = reason } }

    func take(_ hook: PushHook) throws(HookPostponed) -> ControlRequest.ID {
        if let reason = postponed.withLock({ $0 }) { throw reason }
        hooks.withLock { $0.append(hook) }
        return Identifier(7)
    }

    private let sizes = Mutex<[Bool]>([])

    /// Whether each of those that could not be read has something polled.
    var unread: [Bool] { sizes.withLock { $0 } }

    func takeUnread(_ source: SourceName, polls: Bool) { sizes.withLock { $0.append(polls) } }

    func noteRefusal(of source: SourceName) { refusals.withLock { $0.append(source) } }
}
