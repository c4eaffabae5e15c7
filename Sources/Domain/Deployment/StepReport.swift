/// What a run says of its steps, one at a time, in the order in which it was said.
package enum StepReport: Hashable, Sendable {
    /// Steps that the run itself expects, in order, after those it has named before.
    case plan([PlannedStep])
    case step(StepUpdate)

    package struct PlannedStep: Hashable, Sendable {
        package let name: String
        /// The run's own name for the task; nil if it will only be known when the task begins.
        package let key: String?

        package init(name: String, key: String?) {
            self.name = name
            self.key = key
        }
    }
}

/// A step's new state.
package struct StepUpdate: Hashable, Sendable {
    package let name: String
    /// The run's own name for the task; nil for a script's step, which its name identifies.
    package let key: String?
    package let host: String?
    package let state: Step.State
    package let changed: Bool
    package let message: String?
    /// When the run said so.
    package let time: Instant
    /// Where a step that nobody expected belongs.
    package let placement: Placement

    package enum Placement: Hashable, Sendable {
        /// Behind every other step.
        case last
        /// Behind the last step that has begun: where it began itself.
        case afterLastBegun
    }

    package init(
        name: String,
        key: String? = nil,
        host: String? = nil,
        state: Step.State,
        changed: Bool = false,
        message: String? = nil,
        time: Instant,
        placement: Placement = .last
    ) {
        self.name = name
        self.key = key
        self.host = host
        self.state = state
        self.changed = changed
        self.message = message
        self.time = time
        self.placement = placement
    }
}
