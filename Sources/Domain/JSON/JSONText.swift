/// A JSON value that is kept as its text, so that it takes no more room than what it says.
package struct JSONText: Hashable, Sendable {
    /// On one line, members in their order.
    package let text: String

    package init(_ value: JSONValue) {
        text = value.text()
    }

    /// Trusts that the text was made by ``init(_:)``.
    package init(written text: String) {
        self.text = text
    }

    /// The value, read anew each time.
    package var value: JSONValue {
        do {
            return try JSONParser.parse(text, limits: JSONLimits(bytes: .max, depth: .max)).value
        } catch {
            // What the program has written it can read; nobody is to pay with the daemon's life if it were not so.
            return .null
        }
    }
}
