/// How strictly a JSON text is read.
package enum JSONDialect: Hashable, Sendable {
    /// By RFC 8259.
    case strict
    /// As Python's `json.loads` reads a text that was decoded with replacement characters, and a little more.
    ///
    /// `NaN` and `Infinity` are texts, half of a surrogate pair and bytes that are not UTF-8 are U+FFFD, of two members
    /// with one key the last one counts; a byte order mark and control characters in strings are allowed, and what is
    /// nested too deep is "…".
    case lenient
}
