/// A text that is not JSON, or that breaks a limit.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    package let position: TextPosition

    package var description: String { "line \(position.line), column \(position.column): \(message)" }
}

/// What a JSON text from outside may cost.
package struct JSONLimits: Sendable {
    /// The largest text, in bytes.
    package let bytes: Int
    /// How deep arrays and objects may nest.
    package let depth: Int

    package init(bytes: Int, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }

    /// For a definition or a configuration file: 1 MiB.
    package static let file = JSONLimits(bytes: 1 << 20)
    /// For one line of a protocol: 1 MiB.
    package static let line = JSONLimits(bytes: 1 << 20)
    /// For what the program itself has written.
    package static let own = JSONLimits(bytes: 1 << 28, depth: 128)
}
