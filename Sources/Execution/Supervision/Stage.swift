/// How far the supervision of a run is; moments are milliseconds of the boot clock.
enum Stage: Hashable {
    /// The main process runs.
    case running
    /// The main process has ended; its output is read to the end, at most until then.
    case draining(until: Int64)
    /// Everything that is left of the run is being ended.
    case ending(Ending)
    case over

    struct Ending: Hashable {
        /// When asking is over.
        let kill: Int64
        /// When a process that did not end is given up.
        let surrender: Int64

        init(from now: Int64, _ limits: RunLimits) {
            kill = now + limits.patience
            surrender = kill + limits.surrender
        }
    }
}
