internal import Domain

/// One line of the log, without its end.
enum LogLine {
    static func text(
        _ format: LogFormat,
        _ time: Instant,
        _ level: LogLevel,
        _ message: String,
        _ fields: KeyValuePairs<String, String>
    ) -> String {
        switch format {
        case .text: plain(time, level, message, fields)
        case .json: json(time, level, message, fields)
        }
    }

    /// `time level "message" key=value key="two words"`.
    private static func plain(
        _ time: Instant,
        _ level: LogLevel,
        _ message: String,
        _ fields: KeyValuePairs<String, String>
    ) -> String {
        let pairs = fields.map { " \($0.key)=\(quoted($0.value))" }.joined()
        return "\(time) \(level.word) \(quoted(message))\(pairs)"
    }

    private static func json(
        _ time: Instant,
        _ level: LogLevel,
        _ message: String,
        _ fields: KeyValuePairs<String, String>
    ) -> String {
        var object = JSONObject()
        for field in fields { object[field.key] = .string(field.value) }
        // Last, so that no field stands in their place.
        let head: [JSONObject.Member] = [
            .init("time", .string(time.description)), .init("level", .string(level.word)),
            .init("message", .string(message)),
        ]
        for member in head { object[member.key] = nil }
        return JSONValue.object(JSONObject(head + object.members)).text()
    }

    /// In JSON's quotes, unless it is one plain word; so a line is always one line.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
        }
        return isPlain && !text.isEmpty ? text : JSONValue.string(text).text()
    }
}
