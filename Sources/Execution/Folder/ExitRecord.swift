internal import Domain
internal import Platform

/// How a run ended, as its supervisor writes it down in `exit.json`.
struct ExitRecord: Hashable, Sendable {
    static let format: Int64 = 1
    /// The most bytes that a record takes.
    static let room = 65_536

    let outcome: Deployment.Outcome
    /// Of the main process; nil if there was none or a signal ended it.
    let exitCode: Int32?
    /// What ended the main process, where a signal did.
    let signal: Int32?
    let message: String?
    /// The processes that the main process left, by name; at most 100 are named.
    let leftovers: [String]
    /// The processes that could not be ended; at most 50.
    ///
    /// The guardian holds the run's lock as long as one of them, or what it has started, lives.
    let survivors: [Survivor]
    /// Whether there are processes that could not be ended, named or not: some are not shown to everybody.
    let hasChildrenLeft: Bool
    /// When the run ended; nil in a record of a version that did not say.
    let finished: Instant?

    init(
        outcome: Deployment.Outcome,
        exitCode: Int32? = nil,
        signal: Int32? = nil,
        message: String? = nil,
        leftovers: [String] = [],
        survivors: [Survivor] = [],
        hasChildrenLeft: Bool = false,
        finished: Instant? = Instant(millisecondsSince1970: WallClock.now())
    ) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.signal = signal
        self.message = message.map { Excerpt.cut($0) }
        self.leftovers = leftovers.prefix(100).map { Excerpt.cut($0, characters: 32) }
        self.survivors = Array(survivors.prefix(50))
        self.hasChildrenLeft = hasChildrenLeft
        self.finished = finished
    }

    var end: RunEnd { RunEnd(outcome: outcome, exitCode: exitCode, message: message, at: finished) }
}

extension ExitRecord {
    var json: JSONValue {
        .members([
            "format": .integer(Self.format),
            "outcome": .string(outcome.rawValue),
            "exit_code": .optional(exitCode) { .integer($0) },
            "signal": .optional(signal) { .integer($0) },
            "message": .optional(message),
            "leftovers": .array(leftovers.map(JSONValue.string)),
            "survivors": .array(survivors.map(\.json)),
            "children_left": .bool(hasChildrenLeft),
            "finished": finished.map { .integer($0.millisecondsSince1970) } ?? .null,
        ])
    }

    init(_ json: JSONValue) throws(UnreadableRecord) {
        let record = RecordReader(json, "exit.json")
        try record.require(format: Self.format)
        guard let outcome = Deployment.Outcome(rawValue: try record.string("outcome")) else {
            throw record.wrong("outcome")
        }
        self.outcome = outcome
        exitCode = try record.optional("exit_code", within: Int32.min...Int32.max)
        signal = try record.optional("signal", within: 1...Int32.max)
        message = record.optional("message").map { Excerpt.cut($0) }
        leftovers = try record.strings("leftovers")
        // A version that did not name them has not waited for them either.
        survivors = try record.has("survivors") ? record.records("survivors").map(Survivor.init) : []
        hasChildrenLeft = json["children_left"]?.bool ?? false
        finished = try record.moment("finished")
    }
}
