/// Take note of how much time has passed; replies with what is older than `age` milliseconds, or nil if nothing is.
package struct CountAge: Command, Hashable {
    package let age: Int64

    package init(age: Int64) { self.age = age }

    package func accept(by handler: some CommandHandling) async throws -> Committed<HistoryPosition?> {
        try await handler.handle(self)
    }
}

/// Forget a small piece of the past; replies with how much of it was still there.
package struct ForgetHistory: Command, Hashable {
    package let piece: Piece

    package enum Piece: Hashable, Sendable {
        /// Deployments of one service, with their steps: those that are needed stay.
        case deployments([Deployment.ID], of: Service.ID)
        /// Deployments of a service that has left its repository, the needed ones too.
        case remains([Deployment.ID], of: Service.ID)
        /// A service that has left its repository and has no deployments any more.
        case service(Service.ID)
        /// The oldest decisions up to this one, of no service the last.
        case decisions(upTo: DecisionRecord.ID)
        /// The oldest events up to this one, never the last.
        case events(upTo: Int64)
    }

    /// How many deployments one transaction takes.
    package static let deployments = 20
    /// How many events or decisions one transaction takes.
    package static let records = 1_000

    package init(_ piece: Piece) { self.piece = piece }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Int> {
        try await handler.handle(self)
    }
}

/// Give a little of the disk back that the store does not need any more; replies whether there is more to give.
package struct ShrinkStore: Command, Hashable {
    package init() {}

    package func accept(by handler: some CommandHandling) async throws -> Committed<Bool> {
        try await handler.handle(self)
    }
}
