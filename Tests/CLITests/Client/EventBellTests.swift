import Synchronization
import Testing
import WebServer

@testable import CLI

@Suite("The bell that wakes a command")
struct EventBellTests {
    @Test("is rung by each message of the feed, long before the time is over")
    func rings() async throws {
        let folder = try TemporaryFolder()
        let feed = Connections()
        let handler = ClosureHandler { request in .webSocket(to: request) { FeedStandIn($0, feed) } }
        let server = Server([Listener(.unix(path: folder.path + "/s"), handler: handler)])
        _ = try server.start()
        let bell = EventBell(socket: folder.path + "/s")
        // What the feed says at its beginning shows that it is heard.
        while feed.all.isEmpty { await bell.wait(upTo: .seconds(3_600)) }
        for _ in 0..<3 {
            feed.send("an event")
            await bell.wait(upTo: .seconds(3_600))
        }
        bell.stop()
        await server.stop(grace: 0)
    }

    @Test("rings after a short while where there is no feed")
    func deaf() async {
        let bell = EventBell(socket: "/nowhere/s")
        for _ in 0..<3 { await bell.wait(upTo: .seconds(3_600)) }
        bell.stop()
    }
}

private final class Connections: Sendable {
    private let open = Mutex<[WebSocketConnection]>([])

    var all: [WebSocketConnection] { open.withLock { $0 } }

    func add(_ connection: WebSocketConnection) { open.withLock { $0.append(connection) } }

    func send(_ text: String) { all.forEach { $0.send([.text(text)]) } }
}

private struct FeedStandIn: WebSocketSession {
    let connection: WebSocketConnection
    let feed: Connections

    init(_ connection: WebSocketConnection, _ feed: Connections) {
        (self.connection, self.feed) = (connection, feed)
    }

    func opened() {
        feed.add(connection)
        connection.send([.text("hello")])
    }

    func received(_ text: String) {}
    func drained() {}
    func closed(_ end: WebSocketEnd) {}
}
