/// Waiting by time, for what the system cannot tell by an event: a limit of it is reached.
enum LookingAgain {
    private static let pause = Duration.milliseconds(50)

    /// Looks again and again until `look` finds something.
    ///
    /// - Returns: Whether that was before the deadline, a moment of the boot clock.
    /// - Throws: What `look` throws, `CancellationError` as soon as the task is cancelled.
    static func until(_ deadline: Int64?, _ look: () throws -> Bool) async throws -> Bool {
        while try !look() {
            if let deadline, BootClock.now() >= deadline { return false }
            try await Task.sleep(for: pause)
        }
        return true
    }
}
