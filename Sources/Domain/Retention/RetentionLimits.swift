/// How much of the past is kept, and how much disk has to stay free; beyond a limit the oldest goes first.
package struct RetentionLimits: Hashable, Sendable {
    /// Finished deployments of one service.
    package var deployments = 100
    package var events = 1_000_000
    /// Bytes of all events together.
    package var eventBytes: Int64 = 256 << 20
    /// In milliseconds, as ``HistoryAge`` counts them; nil keeps what is old.
    package var age: Int64?
    /// Bytes of one run's output.
    package var logBytes: Int64 = 1 << 30
    /// Bytes of all outputs of runs that are over.
    package var totalLogBytes: Int64 = 10 << 30
    /// With less than this on the state dir's file system no run starts, in bytes.
    package var freeBytes: Int64 = 256 << 20
    /// Services that have left their repository; not configurable.
    package var removedServices = 1_000

    package init() {}

    /// What is kept of one run's output: never more than half of what all may take together, so that a single run
    /// does not push out all others.
    package var outputBytes: Int64 { max(1, min(logBytes, totalLogBytes / 2)) }
}
