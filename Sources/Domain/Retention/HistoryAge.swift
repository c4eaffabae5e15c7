/// How old what is stored is, counted on the boot-time clock: what a wall clock says that was put forward, or back,
/// makes nothing older.
///
/// Marks say where the history stood at moments of the past. Time that passes while the machine is off is not
/// counted, because nobody but the wall clock could tell how much it was.
package struct HistoryAge: Hashable, Sendable {
    /// How much time was seen to pass, in milliseconds.
    package private(set) var elapsed: Int64
    /// Until when.
    package private(set) var asOf: BootMoment
    /// The oldest first.
    package private(set) var marks: [Mark]

    /// What the newest of everything was at one moment.
    package struct Mark: Hashable, Sendable {
        package let elapsed: Int64
        package let position: HistoryPosition

        package init(elapsed: Int64, position: HistoryPosition) {
            self.elapsed = elapsed
            self.position = position
        }
    }

    /// Begins to count now; what is there already is as old as this moment.
    package init(from now: BootMoment) {
        self.init(elapsed: 0, asOf: now, marks: [])
    }

    /// Brings a stored count back.
    package init(elapsed: Int64, asOf: BootMoment, marks: [Mark]) {
        self.elapsed = elapsed
        self.asOf = asOf
        self.marks = marks
    }

    /// Counts on until `now`; since another boot at least as much time has passed as the machine runs.
    package mutating func pass(to now: BootMoment) {
        let since = now.boot == asOf.boot ? now.milliseconds - asOf.milliseconds : now.milliseconds
        elapsed += max(0, since)
        asOf = now
    }

    /// Notes where the history stands, if the last mark is long enough ago, and lets go of marks that say nothing any
    /// more.
    ///
    /// - `age`: The age at which things go, in milliseconds.
    package mutating func note(_ position: HistoryPosition, forAge age: Int64) {
        let isDue = marks.last.map { elapsed - $0.elapsed >= Self.step(forAge: age) } ?? true
        if isDue, marks.last?.position != position { marks.append(Mark(elapsed: elapsed, position: position)) }
        guard let old = marks.lastIndex(where: { elapsed - $0.elapsed >= age }) else { return }
        marks.removeFirst(old)
    }

    /// Everything up to here is older than `age` milliseconds; nil if nothing is.
    package func position(olderThan age: Int64) -> HistoryPosition? {
        marks.last { elapsed - $0.elapsed >= age }?.position
    }

    /// Whether it says enough more than what is stored to be stored itself.
    package func isNews(after stored: HistoryAge?, forAge age: Int64) -> Bool {
        guard let stored else { return true }
        return marks != stored.marks || elapsed - stored.elapsed >= Self.step(forAge: age)
    }

    /// Between two marks, in milliseconds: so much longer than its age something may be kept.
    private static func step(forAge age: Int64) -> Int64 { max(1, age / 64) }
}

/// The newest of everything that is numbered, at one moment; 0 for what there was none of.
package struct HistoryPosition: Hashable, Sendable {
    package let deployment: Deployment.ID
    package let decision: DecisionRecord.ID
    package let event: Int64

    package init(deployment: Deployment.ID, decision: DecisionRecord.ID, event: Int64) {
        self.deployment = deployment
        self.decision = decision
        self.event = event
    }
}
