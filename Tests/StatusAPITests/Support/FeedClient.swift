import Domain
import Synchronization
import TestSupport
import WebServer

@testable import StatusAPI

/// A client of the feed without a network: what it was sent, and how it ended.
final class FeedClient: Sendable {
    let session: FeedSession
    let connection: WebSocketConnection
    private let seen: Seen

    /// What was ordered of the connection.
    private final class Seen: Sendable {
        let messages = Mutex<[String]>([])
        let end = Mutex<(code: WebSocketCloseCode, reason: String)?>(nil)
    }

    /// Connects to the hub.
    init(_ hub: FeedHub, _ query: FeedQuery = FeedQuery(), _ access: FeedAccess = .open) {
        let seen = Seen()
        self.seen = seen
        connection = WebSocketConnection(limit: 1 << 20) { order in
            switch order {
            case .send(let frames):
                let texts = frames.map { String(decoding: $0.payload, as: UTF8.self) }
                seen.messages.withLock { $0 += texts }
            case .close(let code, let reason, _): seen.end.withLock { $0 = (code, reason) }
            }
        }
        session = FeedSession(hub, connection, query, access)
        session.opened()
    }

    var messages: [String] { seen.messages.withLock { $0 } }
    var end: (code: WebSocketCloseCode, reason: String)? { seen.end.withLock { $0 } }

    /// The numbers of the events that came, in their order.
    var events: [Int64] {
        messages.compactMap { text in
            let json = try? JSONParser.parse(text, limits: .own).value
            return json?["event"] == nil ? nil : json?["seq"]?.integer
        }
    }

    /// The types of the messages, in their order.
    var types: [String] {
        messages.compactMap { try? JSONParser.parse($0, limits: .own).value["type"]?.string }
    }
}
