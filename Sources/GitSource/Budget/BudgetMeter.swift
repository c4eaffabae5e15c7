internal import Domain
internal import Platform

/// Counts what one reading or one export costs, and ends it when that is too much or nobody waits for it any more.
final class BudgetMeter {
    let limits: ReadingBudget
    private let share: Int64
    private let deadline: Int64
    private let large: LargeReading?
    /// When the reading counts as a large one, whatever it looks at.
    private let timeIsLarge: Int64
    /// Whether what was read is being written, which takes no memory that grows and needs no turn.
    var isWriting = false
    private var entries: Int64 = 0
    private var links: Int64 = 0
    private var definitionBytes: Int64 = 0

    /// - `share`: How many times each limit may be spent.
    /// - `deadline`: When the time is over; by default the budget's from now on.
    /// - `large`: What the reading needs if it turns out to be large; nil for one that waits for nobody.
    init(_ limits: ReadingBudget, share: Int64 = 1, until deadline: Int64? = nil, large: LargeReading? = nil) {
        self.limits = limits
        self.share = share
        self.deadline = deadline ?? limits.deadline()
        self.large = large
        timeIsLarge = MonotonicClock.now() + LargeReading.time * 1_000
    }

    /// Called before every piece of work that takes a moment.
    ///
    /// - Throws: `CancellationError`, or ``SourceFailure`` when the time is over; what ``LargeReading/goOn()`` throws.
    func checkIn() throws {
        try Task.checkCancellation()
        let now = MonotonicClock.now()
        if now > timeIsLarge { try goOnAsLarge() }
        guard now > deadline else { return }
        let text = DurationText.text(milliseconds: limits.time)
        throw SourceFailure("reading it took longer than \(text); \(BudgetLimit.time.advice)")
    }

    /// - Throws: As ``checkIn()``, or ``SourceFailure`` when too many entries were looked at.
    func spend(entries count: Int64) throws {
        try checkIn()
        entries = entries.plus(count)
        if entries > LargeReading.entries { try goOnAsLarge() }
        guard entries > limits.entries.times(share) else { return }
        let most = limits.entries.times(share)
        throw SourceFailure("it has more than \(most) files and folders to look at; \(BudgetLimit.entries.advice)")
    }

    /// - Throws: As ``checkIn()``, or ``SourceFailure`` when links were followed too far; `place` says where.
    func spend(linkSteps count: Int64, at place: @autoclosure () -> String) throws {
        try checkIn()
        links = links.plus(count)
        guard links > limits.links.times(share) else { return }
        throw SourceFailure(
            "following its links takes more than \(limits.links.times(share)) steps, at last at \(place()); "
                + BudgetLimit.links.advice
        )
    }

    /// - Throws: As ``checkIn()``, or ``SourceFailure`` when the definitions are too large; `place` says where.
    func spend(definitionBytes count: Int, at place: @autoclosure () -> String) throws {
        try checkIn()
        definitionBytes = definitionBytes.plus(Int64(count))
        guard definitionBytes > limits.definitionBytes else { return }
        throw SourceFailure(BudgetMeter.tooLarge(definitionBytes, limits.definitionBytes, at: place()))
    }

    private func goOnAsLarge() throws {
        if !isWriting { try large?.goOn() }
    }

    static func tooLarge(_ found: Int64, _ limit: Int64, at place: String) -> String {
        "its definitions have \(found) bytes or more together, and \(limit) are read, at last \(place); "
            + BudgetLimit.definitionBytes.advice
    }
}

extension FixedWidthInteger {
    /// The sum, or the greatest number there is.
    func plus(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product of numbers that are not negative, or the greatest number there is.
    func times(_ other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
