/// What a line of the log says beside its message: values with their names, in the order in which they are written.
///
/// What is nil is left out.
package struct LogFields: ExpressibleByDictionaryLiteral, Sendable {
    package let pairs: [(name: String, value: JSONValue)]

    package init(dictionaryLiteral pairs: (String, any LogValue)...) {
        self.init(pairs.map { (name: $0.0, value: $0.1.logged) })
    }

    private init(_ pairs: [(name: String, value: JSONValue)]) {
        self.pairs = pairs.filter { $0.value != .null }
    }

    package static func + (left: LogFields, right: LogFields) -> LogFields { LogFields(left.pairs + right.pairs) }
}

/// What can stand in a field of the log: numbers and truth values stay what they are.
package protocol LogValue: Sendable {
    var logged: JSONValue { get }
}

extension String: LogValue {
    package var logged: JSONValue { .string(self) }
}

extension Int: LogValue {
    package var logged: JSONValue { .integer(self) }
}

extension Int32: LogValue {
    package var logged: JSONValue { .integer(self) }
}

extension UInt32: LogValue {
    package var logged: JSONValue { .integer(self) }
}

extension Int64: LogValue {
    package var logged: JSONValue { .integer(self) }
}

extension Bool: LogValue {
    package var logged: JSONValue { .bool(self) }
}

extension Identifier: LogValue {
    package var logged: JSONValue { .integer(number) }
}

extension Array: LogValue where Element: LogValue {
    package var logged: JSONValue { .array(map(\.logged)) }
}

extension Optional: LogValue where Wrapped: LogValue {
    package var logged: JSONValue { .optional(self, \.logged) }
}
