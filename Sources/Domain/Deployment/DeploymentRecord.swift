extension Deployment {
    /// What an event tells of a deployment: everything but its events, as it was at that moment.
    package struct Record: Hashable, Sendable {
        package let id: ID
        package let order: Order
        package let phase: Phase
        package let steps: [Step]
        package let state: State
    }

    package var record: Record { Record(id: id, order: order, phase: phase, steps: steps, state: state) }
}
