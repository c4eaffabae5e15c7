/// Bytes that are no acceptable message, and the status that says so.
package struct ParseFailure: Error, Equatable, Sendable {
    package let status: Int
    /// What is wrong, without any byte of the message.
    package let reason: String

    package init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}
