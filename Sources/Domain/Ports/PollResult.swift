/// What came of a poll.
package enum PollResult: String, CaseIterable, Sendable {
    /// The tip is the accepted revision.
    case unchanged
    /// A new revision was accepted.
    case accepted
    /// The tip is held.
    case held
    case failed
}
