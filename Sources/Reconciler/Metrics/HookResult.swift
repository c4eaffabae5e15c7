/// What became of a delivery of a push hook.
package enum HookResult: String, CaseIterable, Sendable {
    /// It asks for a poll.
    case accepted
    /// It had come before, and was asked for then.
    case duplicate
    /// It was not from somebody who knows the secret.
    case refused
    /// Its body was larger than any that is read: the source is polled all the same.
    case tooLarge = "too_large"
    /// It could not be taken: the daemon was ending, or too many were waiting.
    case postponed
}
