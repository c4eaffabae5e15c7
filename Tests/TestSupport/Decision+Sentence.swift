import Domain

extension Decision {
    /// The decision and its reason about the service that is called `web`.
    package var sentence: String { sentence(for: .sample()) }
}
