/// One step of a deployment: a script's own step, or one task of a playbook on one host.
package struct Step: Hashable, Sendable {
    /// How many steps of one deployment are kept; what is reported beyond is counted, and of that those that failed take
    /// the places of those that went well.
    package static let limit = 2_000
    /// How long a message may be, in Unicode scalars; longer ones are cut.
    ///
    /// Not in what people see as one character: one of those may be as long as a file.
    package static let messageLimit = 4_096

    package typealias ID = Identifier<Step>

    /// Made of its deployment's number and its own in it, see ``identity(_:in:)``.
    package let id: ID
    /// Begins at 1; the rows of one task on several hosts follow each other.
    package internal(set) var position: Int
    package internal(set) var name: String
    package internal(set) var description: String?
    /// The host on which it runs; nil for a script's step and for a task that no host has begun.
    package internal(set) var host: String?
    package internal(set) var state: State
    package internal(set) var changed: Bool
    package internal(set) var started: Instant?
    package internal(set) var finished: Instant?
    package internal(set) var message: String?
    /// The run's own name for the task; the same task on several hosts has the same key.
    ///
    /// Nil while only expected.
    package internal(set) var key: String?

    package enum State: String, CaseIterable, Sendable {
        case pending
        case running
        case success
        case failure
        case skipped

        package var isFinished: Bool { self != .pending && self != .running }
    }

    package init(
        id: ID,
        position: Int,
        name: String,
        description: String?,
        host: String?,
        state: State,
        changed: Bool,
        started: Instant?,
        finished: Instant?,
        message: String?,
        key: String?
    ) {
        self.id = id
        self.position = position
        self.name = name
        self.description = description
        self.host = host
        self.state = state
        self.changed = changed
        self.started = started
        self.finished = finished
        self.message = message
        self.key = key
    }

    /// A step that is expected and has not been heard of.
    init(_ id: ID, expected: StepDefinition, position: Int, key: String? = nil) {
        self.init(
            id: id,
            position: position,
            name: expected.name,
            description: expected.description,
            host: nil,
            state: .pending,
            changed: false,
            started: nil,
            finished: nil,
            message: nil,
            key: key
        )
    }

    /// As much of a message as is kept.
    static func cut(_ message: String) -> String { String(message.unicodeScalars.prefix(messageLimit)) }

    /// The id of a deployment's step by its number, which begins at 1 and never exceeds ``limit``.
    static func identity(_ number: Int, in deployment: Deployment.ID) -> ID {
        ID(deployment.number * 10_000 + Int64(number))
    }
}
