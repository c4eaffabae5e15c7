/// A person's word that a deployment is to be ended.
package struct Cancellation: Hashable, Sendable {
    /// The login name of the person.
    package let user: String?
    package let at: Instant

    package init(user: String?, at: Instant) {
        self.user = user
        self.at = at
    }

    /// What is said of a deployment that has ended because of it.
    package var message: String { user.map { "cancelled by \($0)" } ?? "cancelled" }
}

extension RunEnd {
    /// How a run has ended that a person has cancelled: whatever came of it, the person did not want another try,
    /// unless it had succeeded before the word reached it.
    func after(_ cancellation: Cancellation?) -> RunEnd {
        guard let cancellation, outcome != .succeeded else { return self }
        return RunEnd(outcome: .cancelled, exitCode: exitCode, message: cancellation.message, at: at)
    }
}
