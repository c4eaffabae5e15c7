/// Reads JSON by RFC 8259, strictly unless it is told to be lenient: no comments, no trailing commas, no duplicate keys,
/// valid UTF-8.
///
/// A byte order mark at the beginning is an error that says so.
package struct JSONParser {
    private var scanner: JSONScanner
    private let limits: JSONLimits
    private let dialect: JSONDialect

    /// Reads one JSON text.
    ///
    /// - Throws: ``JSONSyntaxError`` at the first place that is wrong.
    package static func parse(
        _ bytes: [UInt8],
        limits: JSONLimits,
        dialect: JSONDialect = .strict
    ) throws(JSONSyntaxError) -> JSONNode {
        guard bytes.count <= limits.bytes else {
            throw JSONSyntaxError(
                message: "the text has \(bytes.count) bytes; at most \(limits.bytes) are read",
                position: TextPosition(line: 1, column: 1)
            )
        }
        var parser = JSONParser(scanner: JSONScanner(bytes, dialect), limits: limits, dialect: dialect)
        return try parser.document()
    }

    /// Reads one JSON text that is already a string.
    package static func parse(_ text: String, limits: JSONLimits) throws(JSONSyntaxError) -> JSONNode {
        try parse(Array(text.utf8), limits: limits)
    }

    private mutating func document() throws(JSONSyntaxError) -> JSONNode {
        guard dialect == .lenient || !scanner.startsWithByteOrderMark else {
            throw scanner.failure("the text begins with a byte order mark; save it as UTF-8 without one")
        }
        scanner.skipByteOrderMark()
        let node = try value(depth: 0)
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw scanner.failure("expected the end, found \(scanner.found)") }
        return node
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        scanner.skipSpace()
        let position = scanner.markPosition()
        guard depth <= limits.depth else { return JSONNode(content: try deepContent(), position: position) }
        return JSONNode(content: try content(depth: depth), position: position)
    }

    /// What is nested too deep, passed over where the dialect allows it.
    private mutating func deepContent() throws(JSONSyntaxError) -> JSONNode.Content {
        guard dialect == .lenient else { throw scanner.failure("nested deeper than \(limits.depth) levels") }
        try scanner.passOverValue()
        return .string("…")
    }

    private mutating func content(depth: Int) throws(JSONSyntaxError) -> JSONNode.Content {
        if dialect == .lenient, let word = scanner.takeNonFinite() { return .string(word) }
        return switch scanner.peek {
        case UInt8(ascii: "{"): .object(try members(depth: depth))
        case UInt8(ascii: "["): .array(try items(depth: depth))
        case UInt8(ascii: "\""): .string(try scanner.string())
        case let byte? where JSONScanner.beginsNumber(byte): .number(try scanner.number())
        default: try literal()
        }
    }

    private mutating func literal() throws(JSONSyntaxError) -> JSONNode.Content {
        if scanner.take("true") { return .bool(true) }
        if scanner.take("false") { return .bool(false) }
        if scanner.take("null") { return .null }
        throw scanner.failure("expected a value, found \(scanner.found)")
    }

    private mutating func items(depth: Int) throws(JSONSyntaxError) -> [JSONNode] {
        scanner.advance()
        var nodes: [JSONNode] = []
        scanner.skipSpace()
        if scanner.take(UInt8(ascii: "]")) { return nodes }
        while true {
            nodes.append(try value(depth: depth + 1))
            scanner.skipSpace()
            if scanner.take(UInt8(ascii: "]")) { return nodes }
            try scanner.expect(UInt8(ascii: ","), orElse: "expected ',' or ']'")
        }
    }

    private mutating func members(depth: Int) throws(JSONSyntaxError) -> [JSONNode.Member] {
        scanner.advance()
        var members: [JSONNode.Member] = []
        // By their bytes: two keys that only look the same are two keys (RFC 8259 §8.3).
        var places: [[UInt8]: Int] = [:]
        scanner.skipSpace()
        if scanner.take(UInt8(ascii: "}")) { return members }
        while true {
            let member = try member(depth: depth)
            if let place = places.updateValue(members.count, forKey: Array(member.key.utf8)) {
                try replace(&members[place], by: member)
                places[Array(member.key.utf8)] = place
            } else {
                members.append(member)
            }
            scanner.skipSpace()
            if scanner.take(UInt8(ascii: "}")) { return members }
            try scanner.expect(UInt8(ascii: ","), orElse: "expected ',' or '}'")
        }
    }

    /// Of two members with one key the later one counts, where the dialect allows both.
    private func replace(_ earlier: inout JSONNode.Member, by later: JSONNode.Member) throws(JSONSyntaxError) {
        guard dialect == .lenient else {
            throw JSONSyntaxError(message: "duplicate key \"\(later.key.shortened)\"", position: later.keyPosition)
        }
        earlier = later
    }

    private mutating func member(depth: Int) throws(JSONSyntaxError) -> JSONNode.Member {
        scanner.skipSpace()
        let position = scanner.markPosition()
        guard scanner.peek == UInt8(ascii: "\"") else {
            throw scanner.failure("expected a key in double quotes, found \(scanner.found)")
        }
        let key = try scanner.string()
        scanner.skipSpace()
        try scanner.expect(UInt8(ascii: ":"), orElse: "expected ':' after the key \"\(key.shortened)\"")
        return JSONNode.Member(key: key, keyPosition: position, node: try value(depth: depth + 1))
    }
}
