/// How much of a message is taken, in bytes.
package struct MessageLimits: Equatable, Sendable {
    /// The first line, without its end.
    package var startLine = 8_192
    /// All field lines together, those after a chunked body included.
    package var headers = 32_768
    /// Field lines, those after a chunked body included.
    package var fieldCount = 100
    /// The body, decoded.
    package var body = 1_048_576
    /// All chunk sizes' extensions of one body together.
    package var chunkExtensions = 16_384

    package init() {}
}
