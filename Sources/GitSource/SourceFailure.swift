/// A source that cannot be used as it is: what was being done, what was found, and what to do.
package struct SourceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
