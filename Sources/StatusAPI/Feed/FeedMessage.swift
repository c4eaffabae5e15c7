internal import Domain
internal import WebServer

/// What a client of the feed is told beside events.
enum FeedMessage {
    static let authenticated = WebSocketFrame.text(#"{"type":"authentication","status":"success"}"#)

    static func hello(_ position: FeedPosition) -> WebSocketFrame {
        text(["type": .string("hello"), "epoch": .string(position.epoch), "seq": .integer(position.last)])
    }

    static func reset(_ sequence: Int64) -> WebSocketFrame {
        text(["type": .string("reset"), "seq": .integer(sequence)])
    }

    /// The token in a client's first message; nil if it is anything else.
    static func token(in text: String) -> String? {
        // What is no JSON is no token either.
        (try? JSONParser.parse(text, limits: .line))?.value["access_token"]?.string
    }

    private static func text(_ members: KeyValuePairs<String, JSONValue>) -> WebSocketFrame {
        WebSocketFrame.text(utf8: JSONValue.members(members).bytes())
    }
}

/// One event, encoded once for all who hear of it.
struct FeedEvent: Sendable {
    let seq: Int64
    let service: String?
    let frame: WebSocketFrame

    init(_ record: EventRecord) {
        seq = record.seq
        service = record.service
        frame = WebSocketFrame.text(utf8: EventText.bytes(of: record))
    }

    func concerns(_ service: ServiceName?) -> Bool { service == nil || self.service == service?.text }
}
