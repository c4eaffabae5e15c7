import Synchronization
import Testing
import WebServer

@Suite("The application's end of a WebSocket connection")
struct WebSocketConnectionTests {
    @Test("hands orders over until it is closed")
    func orders() {
        let (connection, orders) = made(limit: 100)
        #expect(connection.send([.text("a"), .text("b")]))
        #expect(connection.waitingBytes == 6)
        connection.close(.normal, "done")
        connection.close(.goingAway)
        #expect(!connection.send([.text("c")]))
        #expect(
            orders.withLock { $0 } == [
                .send([.text("a"), .text("b")]), .close(.normal, reason: "done", dropping: false),
            ]
        )
    }

    @Test("closes when more would wait than may")
    func limit() {
        let (connection, orders) = made(limit: 100)
        let frame = WebSocketFrame.text(String(repeating: "a", count: 48))
        #expect(connection.send([frame]))
        #expect(connection.send([frame]))
        #expect(!connection.send([frame]))
        #expect(!connection.isOpen)
        #expect(!connection.send([frame]))
        #expect(connection.waitingBytes == 100)
        #expect(
            orders.withLock { $0.last }
                == .close(.tryAgainLater, reason: "the client reads too slowly", dropping: true)
        )
        #expect(orders.withLock { $0.count } == 3)
    }

    @Test("takes anything while nothing waits")
    func large() {
        let (connection, _) = made(limit: 10)
        #expect(connection.send([.text("much more than that")]))
        #expect(!connection.send([.text("a")]))
    }

    private func made(limit: Int) -> (WebSocketConnection, Orders) {
        let orders = Orders()
        return (WebSocketConnection(limit: limit) { order in orders.add(order) }, orders)
    }

    private final class Orders: Sendable {
        private let all = Mutex<[WebSocketConnection.Message]>([])

        func add(_ order: WebSocketConnection.Message) { all.withLock { $0.append(order) } }

        func withLock<Value>(_ body: ([WebSocketConnection.Message]) -> Value) -> Value { body(all.withLock { $0 }) }
    }
}
