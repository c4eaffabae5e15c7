internal import Domain

/// One line of the log, without its end.
enum LogLine {
    /// The names of what every line has.
    private static let reserved: Set = ["time", "level", "message"]

    static func text(
        _ format: LogFormat,
        _ time: Instant,
        _ level: LogLevel,
        _ message: String,
        _ fields: LogFields
    ) -> String {
        switch format {
        case .text: plain(time, level, message, fields)
        case .json: json(time, level, message, fields)
        }
    }

    /// `time level "message" key=value key="two words"`.
    private static func plain(_ time: Instant, _ level: LogLevel, _ message: String, _ fields: LogFields) -> String {
        let pairs = fields.pairs.map { " \(name($0.name))=\(quoted($0.value.plainText))" }.joined()
        return "\(time) \(level.word) \(quoted(message))\(pairs)"
    }

    private static func json(_ time: Instant, _ level: LogLevel, _ message: String, _ fields: LogFields) -> String {
        var object = JSONObject([
            .init("time", .string(time.description)), .init("level", .string(level.word)),
            .init("message", .string(message)),
        ])
        for field in fields.pairs { object[name(field.name)] = field.value }
        return JSONValue.object(object).text()
    }

    /// No field takes the place of what every line has.
    private static func name(_ name: String) -> String { reserved.contains(name) ? "field_\(name)" : name }

    /// In JSON's quotes, unless it is one plain word; so a line is always one line.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
        }
        return isPlain && !text.isEmpty ? text : JSONValue.string(text).text()
    }
}

extension JSONValue {
    /// A text as it is, a list with commas, anything else as JSON.
    fileprivate var plainText: String {
        switch self {
        case .string(let text): text
        case .array(let items): items.map(\.plainText).joined(separator: ",")
        case .null, .bool, .number, .object: text()
        }
    }
}
