/// Looks now and then, in a long loop of small steps, whether anybody still waits for its end.
struct CancellationCheck {
    private var steps: UInt = 0

    /// Called at each step.
    ///
    /// - Throws: `CancellationError` when nobody does.
    mutating func step() throws {
        steps &+= 1
        if steps & 0xFFF == 0 { try Task.checkCancellation() }
    }
}
