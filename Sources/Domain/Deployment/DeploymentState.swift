extension Deployment {
    /// The phase as one word, as it is stored and shown.
    package enum State: String, CaseIterable, Sendable {
        case queued
        case running
        case succeeded
        case failed
        case timedOut = "timed_out"
        case cancelled
        case superseded
        case interrupted

        package var isFinished: Bool { self != .queued && self != .running }
    }

    /// How a deployment ended.
    package enum Outcome: String, CaseIterable, Sendable {
        case succeeded
        case failed
        case timedOut = "timed_out"
        case cancelled
        /// It never started: something newer took its place, or it was not wanted any more.
        case superseded
        /// The machine or the run's supervisor ended before the run did.
        case interrupted

        package var state: State {
            switch self {
            case .succeeded: .succeeded
            case .failed: .failed
            case .timedOut: .timedOut
            case .cancelled: .cancelled
            case .superseded: .superseded
            case .interrupted: .interrupted
            }
        }
    }

    /// How and when a deployment ended.
    package struct Finish: Hashable, Sendable {
        package let outcome: Outcome
        package let queued: Instant
        /// Nil if it never started.
        package let started: Instant?
        package let finished: Instant
        /// Of the run's main process; nil if there was none or a signal ended it.
        package let exitCode: Int32?
        /// Why, in one line; nil for a plain success.
        package let message: String?

        package init(
            outcome: Outcome,
            queued: Instant,
            started: Instant?,
            finished: Instant,
            exitCode: Int32? = nil,
            message: String? = nil
        ) {
            self.outcome = outcome
            self.queued = queued
            self.started = started
            self.finished = finished
            self.exitCode = exitCode
            self.message = message
        }
    }

    package var state: State {
        switch phase {
        case .queued: .queued
        case .running: .running
        case .finished(let finish): finish.outcome.state
        }
    }
}

/// How a run ended, as its supervisor wrote it down.
package struct RunEnd: Hashable, Sendable {
    package let outcome: Deployment.Outcome
    package let exitCode: Int32?
    /// Why, in one line; nil for a plain success.
    package let message: String?
    /// When, by the wall clock; nil if nobody saw it.
    package let at: Instant?

    package init(outcome: Deployment.Outcome, exitCode: Int32? = nil, message: String? = nil, at: Instant? = nil) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.message = message
        self.at = at
    }
}
