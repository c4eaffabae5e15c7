/// A person's word that a service is not to be deployed, until a person takes it back.
///
/// Independent of `suspend` in the definition: each of the two keeps the service from being deployed.
package struct Suspension: Hashable, Sendable {
    /// The login name of the person.
    package let user: String?
    /// Why, in the person's words.
    package let reason: String?
    package let at: Instant

    /// The longest reason that is kept, in scalars.
    package static let longestReason = 1_000

    package init(user: String?, reason: String?, at: Instant) {
        self.user = user
        self.reason = reason
        self.at = at
    }

    /// Whether the same person said the same.
    package func says(whatIsSaidBy other: Suspension) -> Bool { user == other.user && reason == other.reason }
}
