internal import Platform

/// What the processes that stay with a run say of themselves: standard error, which is the run's `supervisor.log`.
enum SupervisorLog {
    static func note(_ text: String) {
        // There is nobody else to tell.
        let errors = Descriptor(adopting: 2)
        try? errors.writeAll(text + "\n")
        _ = errors.release()
    }
}
