import Domain
import Synchronization
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("Who may follow the feed")
struct FeedAccessTests {
    private let log = RecordedFeed(2)
    private let admission = ListedTokens()

    private func running(_ test: (FeedHub) async throws -> Void) async rethrows {
        let hub = FeedHub(log, missed: log, report: { _ in })
        let task = Task { await hub.run() }
        try await test(hub)
        task.cancel()
        await task.value
    }

    @Test("is who has a token in the address")
    func query() async throws {
        try await running { hub async throws in
            let client = FeedClient(hub, FeedQuery(after: 0), .guarded(admission, token: "all"))
            #expect(await eventually { client.events == [1, 2] })
            #expect(client.types.prefix(2) == ["authentication", "hello"])
            let other = FeedClient(hub, FeedQuery(), .guarded(admission, token: "wrong"))
            #expect(await eventually { other.end?.code == .policyViolation })
            #expect(other.messages.isEmpty)
        }
    }

    @Test("is who says it in the first message, and nobody else hears anything")
    func message() async throws {
        try await running { hub async throws in
            let client = FeedClient(hub, FeedQuery(), .guarded(admission, token: nil))
            log.add()
            client.session.received(#"{"access_token": "all"}"#)
            #expect(await eventually { client.types == ["authentication", "hello"] })
            for text in ["hello", "{}", #"{"access_token": 1}"#, #"{"access_token": "wrong"}"#] {
                let other = FeedClient(hub, FeedQuery(), .guarded(admission, token: nil))
                other.session.received(text)
                #expect(await eventually { other.end?.code == .policyViolation }, "\(text)")
                #expect(other.messages.isEmpty)
            }
        }
    }

    @Test("hears of one service if the token is for one, and of no other")
    func service() async throws {
        try await running { hub async throws in
            let client = FeedClient(hub, FeedQuery(), .guarded(admission, token: "web"))
            #expect(await eventually { client.types == ["authentication", "hello"] })
            log.add(service: "db")
            log.add(service: "web")
            #expect(await eventually { client.events == [4] })
            let other = FeedClient(hub, FeedQuery(service: .sample("db")), .guarded(admission, token: "web"))
            #expect(await eventually { other.end?.code == .policyViolation })
        }
    }

    @Test(
        "ends when the token is worth nothing any more, and sends away for a while whose token nobody can look up",
        arguments: [(PassStanding.worthless, WebSocketCloseCode.policyViolation), (.unknown, .tryAgainLater)]
    )
    func ends(standing: PassStanding, code: WebSocketCloseCode) async throws {
        try await running { hub async throws in
            let client = FeedClient(hub, FeedQuery(), .guarded(admission, token: "all"))
            #expect(await eventually { client.types.count == 2 })
            await hub.checkTokens()
            #expect(client.end == nil)
            admission.become(standing)
            await hub.checkTokens()
            #expect(await eventually { client.end?.code == code })
        }
    }

    @Test("needs no token where none is needed, and is told so if it has one")
    func open() async throws {
        try await running { hub async throws in
            let client = FeedClient(hub)
            #expect(await eventually { client.types == ["hello"] })
            client.session.received(#"{"access_token": "any"}"#)
            client.session.received("what else")
            #expect(client.types == ["hello", "authentication"])
            #expect(client.end == nil)
        }
    }
}

/// Admits `all`, and `web` to one service, until they are revoked.
private final class ListedTokens: FeedAdmission {
    private let present = Mutex(PassStanding.valid)

    func become(_ standing: PassStanding) { present.withLock { $0 = standing } }

    func admit(_ token: String) throws -> FeedPass {
        guard ["all", "web"].contains(token) else { throw FeedRefusal("the token is not valid") }
        return FeedPass(service: token == "web" ? .sample("web") : nil, identity: .trusted)
    }

    func standing(of pass: FeedPass) -> PassStanding { present.withLock { $0 } }
}
