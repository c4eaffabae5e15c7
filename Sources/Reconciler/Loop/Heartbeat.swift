/// How the loop shows that it goes round.
package struct Heartbeat: Sendable {
    /// At least so often, in milliseconds.
    package let interval: Int64
    /// Called from the loop itself; must return at once.
    package let beat: @Sendable () -> Void

    package init(interval: Int64, beat: @escaping @Sendable () -> Void) {
        self.interval = interval
        self.beat = beat
    }
}
