internal import Glibc

extension Descriptor {
    /// Waits, without keeping a thread, until it can be read without waiting, or its other end is gone.
    ///
    /// Only one task may wait for a descriptor, for a pipe, a socket or the like.
    ///
    /// - Parameter deadline: When to give up, in milliseconds of the boot clock; nil: never.
    /// - Returns: Whether that was before the deadline.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func becomesReadable(by deadline: Int64?) async throws -> Bool {
        try await becomes(.input, by: deadline)
    }

    /// The same until it takes bytes without waiting, or its other end is gone.
    package func becomesWritable(by deadline: Int64?) async throws -> Bool {
        try await becomes(.output, by: deadline)
    }

    private func becomes(_ interest: Readiness, by deadline: Int64?) async throws -> Bool {
        let waiter: Waiter
        do {
            waiter = try Waiter.shared()
            let ending = try await waiter.run(waiter.makeWait(), for: number, interest, until: deadline)
            return ending == .ready
        } catch is SystemError {
            return try await LookingAgain.until(deadline) { try isReady(interest) }
        }
    }

    private func isReady(_ interest: Readiness) throws(SystemError) -> Bool {
        var request = pollfd(fd: number, events: Int16(interest.rawValue), revents: 0)
        return try systemCall("look at descriptor \(number)") { poll(&request, 1, 0) } > 0
    }
}
