/// A bell: whoever waits for it is woken, once, however often it was rung meanwhile.
package struct Wakeup: Sendable {
    /// Yields once for each time the bell was rung since the last look, at least.
    package let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func ring() { continuation.yield() }
}
