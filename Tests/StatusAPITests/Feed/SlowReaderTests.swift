import Domain
import Glibc
import Platform
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("A slow reader of the feed")
struct SlowReaderTests {
    /// How large an event is here; a page of the feed holds a few of them.
    private let data = #"{"text": "\#(String(repeating: "a", count: 40_000))"}"#

    /// Serves the log's feed on a Unix socket while `test` does its work.
    private func serving(_ log: RecordedFeed, _ test: (FeedHub, String) async throws -> Void) async throws {
        let hub = FeedHub(log, missed: log, report: { _ in })
        let folder = "/tmp/slow-reader-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(folder)
        let handler = ClosureHandler { request in
            guard let query = try? FeedQuery(request) else { return .text(400, "no query") }
            return .webSocket(to: request) { FeedSession(hub, $0, query, .open) }
        }
        let server = Server([Listener(.unix(path: folder + "/s"), handler: handler)])
        _ = try server.start()
        let running = Task { await hub.run() }
        do {
            try await test(hub, folder + "/s")
        } catch {
            Issue.record(error)
        }
        running.cancel()
        await running.value
        await server.stop(grace: 0)
        try FolderRemoval.remove(folder)
    }

    /// Reads on a thread of its own until the event `last` has come, or the connection has ended.
    ///
    /// - Returns: The events' numbers.
    private func read(
        _ path: String,
        _ target: String,
        to last: Int64,
        on executor: BlockingExecutor,
        after each: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> [Int64] {
        try await executor.run {
            var client = try UnixWebSocketClient(path: path, target: target, timeout: 180_000)
            var events: [Int64] = []
            while events.last != last, let text = try client.next() {
                guard let seq = Self.seq(text) else { continue }
                events.append(seq)
                each(seq)
            }
            return events
        }
    }

    /// The number of an event, which its text begins with; nil for another message.
    private static func seq(_ text: String) -> Int64? {
        guard text.hasPrefix(#"{"seq":"#) else { return nil }
        return Int64(text.dropFirst(7).prefix { $0.isNumber })
    }

    @Test("who has missed MiBs gets all of them, however large one event is and however much happens meanwhile")
    func missed() async throws {
        let log = RecordedFeed()
        for _ in 0..<100 { log.add(data: data) }
        log.add(data: #"{"text": "\#(String(repeating: "b", count: 3 << 20))"}"#)
        try await serving(log) { hub, path in
            let last: Int64 = 401
            let executor = BlockingExecutor(label: "slow reader")
            // Two happen for each that is read, until there are enough.
            let events = try await read(path, "/feed?after=0", to: last, on: executor) { [data] seq in
                for _ in 0..<2 where seq <= 150 { log.add(data: data) }
            }
            #expect(events == Array(1...last))
        }
    }

    @Test("who hears what happens and stops reading for a while goes on where it was")
    func stops() async throws {
        let log = RecordedFeed(5)
        try await serving(log) { hub, path in
            let last: Int64 = 405
            let executor = BlockingExecutor(label: "slow reader")
            let events = try await read(path, "/feed?after=4", to: last, on: executor) { [data] seq in
                // What happens now, 16 MB, is more than may wait for it.
                for _ in 0..<400 where seq == 5 { log.add(data: data) }
                for _ in 0..<60_000 where seq == 5 && hub.listeners > 0 { usleep(1_000) }
            }
            #expect(events == Array(5...last))
        }
    }
}
