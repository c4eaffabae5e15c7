extension JSONValue {
    /// How a value is written.
    package enum Style: Sendable {
        /// On one line, members in their order.
        case compact
        /// On one line, members sorted by the bytes of their keys: equal values give equal bytes.
        case canonical
        /// Over several lines, two spaces a level, for people.
        case pretty
    }

    /// The value as a JSON text; always valid UTF-8, and on one line unless it is pretty.
    package func text(_ style: Style = .compact) -> String { String(decoding: bytes(style), as: UTF8.self) }

    /// The same, as bytes.
    package func bytes(_ style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self, level: 0)
        return writer.bytes
    }
}

private struct JSONWriter {
    let style: JSONValue.Style
    var bytes: [UInt8] = []

    init(style: JSONValue.Style) {
        self.style = style
    }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(text)
        case .array(let items): write(items, level: level)
        case .object(let object): write(object, level: level)
        }
    }

    private mutating func write(_ items: [JSONValue], level: Int) {
        append("[")
        for (index, item) in items.enumerated() {
            separate(index, level: level + 1)
            write(item, level: level + 1)
        }
        close("]", isEmpty: items.isEmpty, level: level)
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        append("{")
        for (index, member) in ordered(object.members).enumerated() {
            separate(index, level: level + 1)
            write(member.key)
            append(style == .pretty ? ": " : ":")
            write(member.value, level: level + 1)
        }
        close("}", isEmpty: object.members.isEmpty, level: level)
    }

    private func ordered(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        guard style == .canonical else { return members }
        return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func separate(_ index: Int, level: Int) {
        if index > 0 { append(",") }
        if style == .pretty { breakLine(level) }
    }

    private mutating func close(_ bracket: String, isEmpty: Bool, level: Int) {
        if style == .pretty, !isEmpty { breakLine(level) }
        append(bracket)
    }

    private mutating func breakLine(_ level: Int) {
        append("\n")
        append(String(repeating: "  ", count: level))
    }

    private mutating func write(_ text: String) {
        append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0x00..<0x20: append("\\u00" + Hexadecimal.text([byte]))
            default: bytes.append(byte)
            }
        }
        append("\"")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
