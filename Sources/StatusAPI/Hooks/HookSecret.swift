package import Domain

/// What a source's Git host and the daemon know, and nobody else: it proves that a push hook is genuine.
package struct HookSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    let bytes: [UInt8]

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// A secret that nobody knows.
    package init(random: RandomBytes) {
        bytes = random.bytes
    }

    package var description: String { "(a hook's secret)" }

    package var debugDescription: String { description }
}
