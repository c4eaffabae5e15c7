/// What an answer about the daemon was made of: answers of one stamp are equal, but for what the clock changes in them.
package struct AnswerStamp: Hashable, Sendable {
    /// How often the store has been changed since the start.
    package let changes: Int64
    /// How often what the daemon knows beside the store has changed since the start.
    package let runtimeState: Int64

    package init(changes: Int64, runtimeState: Int64) {
        self.changes = changes
        self.runtimeState = runtimeState
    }
}
