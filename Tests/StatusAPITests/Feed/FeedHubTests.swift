import Domain
import Synchronization
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("The feed")
struct FeedHubTests {
    /// Runs a hub on the log while `test` does.
    private func running(_ log: RecordedFeed, _ test: (FeedHub) async throws -> Void) async rethrows {
        let hub = FeedHub(log, missed: log, report: { _ in })
        let task = Task { await hub.run() }
        try await test(hub)
        task.cancel()
        await task.value
    }

    @Test("says hello with the store's epoch and its last event, then tells what happens")
    func live() async throws {
        let log = RecordedFeed(3)
        try await running(log) { hub async throws in
            let client = FeedClient(hub)
            #expect(await eventually { client.messages == [#"{"type":"hello","epoch":"one","seq":3}"#] })
            log.add(data: #"{"name": "web"}"#)
            #expect(await eventually { client.events == [4] })
            let expected =
                #"{"seq":4,"time":"\#(Instant.sample())","type":"service","event":"ServiceUpdated","service":"web","#
                + #""deployment_id":null,"data":{"name": "web"}}"#
            #expect(client.messages.last == expected)
        }
    }

    @Test("replays what a client has missed, page by page, and goes on without gap or double")
    func replays() async throws {
        let log = RecordedFeed(FeedHub.page * 3 + 7)
        try await running(log) { hub async throws in
            let client = FeedClient(hub, FeedQuery(after: 2))
            // Nobody takes what is sent here, so pages come when the client says so.
            #expect(await eventually { client.events.count == FeedHub.page })
            for _ in 0..<20 { log.add() }
            let last = Int64(FeedHub.page * 3 + 27)
            #expect(
                await eventually {
                    client.session.drained()
                    return client.events.last == last
                }
            )
            log.add()
            #expect(await eventually { client.events.last == last + 1 })
            #expect(client.events == Array(3...last + 1))
        }
    }

    @Test("gives every client the same events, whenever it comes")
    func comings() async throws {
        let log = RecordedFeed(10)
        try await running(log) { hub async throws in
            var clients: [FeedClient] = []
            for round in 0..<200 {
                log.add()
                if round % 10 == 0 { clients.append(FeedClient(hub, FeedQuery(after: 5))) }
                if round % 50 == 0 { await Task.yield() }
            }
            for client in clients {
                #expect(
                    await eventually {
                        client.session.drained()
                        return client.events.count == 205
                    }
                )
                #expect(client.events == Array(6...210))
            }
        }
    }

    @Test("tells of one service alone where that is asked for")
    func filter() async throws {
        let log = RecordedFeed()
        for number in 0..<2_000 { log.add(service: number % 100 == 0 ? "db" : "web") }
        try await running(log) { hub async throws in
            let client = FeedClient(hub, FeedQuery(after: 0, service: .sample("db")))
            #expect(
                await eventually {
                    client.session.drained()
                    return client.events.count == 20
                }
            )
            log.add(service: nil)
            log.add(service: "web")
            log.add(service: "db")
            #expect(await eventually { client.events.last == 2_003 })
            #expect(client.events.count == 21)
        }
    }

    @Test("is reset where what the client knows leads nowhere, and goes on from now")
    func resets() async throws {
        let log = RecordedFeed(9)
        log.forget(upTo: 4)
        try await running(log) { hub async throws in
            for query in [FeedQuery(after: 2), FeedQuery(after: 99), FeedQuery(after: 9, epoch: "two")] {
                let client = FeedClient(hub, query)
                #expect(await eventually { client.types == ["hello", "reset"] })
                #expect(client.messages.last == #"{"type":"reset","seq":\#(hub.missed.positionNow)}"#)
                let next = hub.missed.positionNow + 1
                #expect(await eventually { hub.listening })
                log.add()
                #expect(await eventually { client.events == [next] })
            }
        }
    }

    @Test("is reset where retention takes away what a slow client has not read")
    func overtaken() async throws {
        let log = RecordedFeed(FeedHub.page * 4)
        try await running(log) { hub async throws in
            let client = FeedClient(hub, FeedQuery(after: 0))
            #expect(await eventually { client.events.count == FeedHub.page })
            log.forget(upTo: Int64(FeedHub.page * 2))
            client.session.drained()
            #expect(await eventually { client.types.contains("reset") })
            log.add()
            #expect(await eventually { client.events.last == Int64(FeedHub.page * 4 + 1) })
            #expect(client.events.count == FeedHub.page + 1)
        }
    }

    @Test("waits for a log that cannot be read for a while")
    func unreadable() async throws {
        let log = RecordedFeed(1)
        try await running(log) { hub async throws in
            let client = FeedClient(hub)
            #expect(await eventually { hub.listening })
            log.fails(1)
            log.add()
            #expect(await eventually { client.events == [2] })
        }
    }

    @Test("sends its clients away when it ends, and those that come later")
    func ends() async throws {
        let hub = FeedHub(RecordedFeed(), missed: RecordedFeed(), report: { _ in })
        let task = Task { await hub.run() }
        let client = FeedClient(hub)
        #expect(await eventually { hub.listening })
        task.cancel()
        await task.value
        #expect(client.end?.code == .goingAway)
        #expect(FeedClient(hub).end?.code == .goingAway)
        #expect(hub.clients == 0)
    }
}

extension StatusFeed {
    fileprivate var positionNow: Int64 { (self as? RecordedFeed)?.position().last ?? -1 }
}

extension FeedHub {
    /// Whether every client hears of events.
    fileprivate var listening: Bool { clients > 0 && clients == listeners }
}
