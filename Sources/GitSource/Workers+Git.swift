internal import Platform

extension Workers {
    /// The threads on which the clones of all sources are read, however many sources there are.
    ///
    /// More than processors, so that some large repositories do not hold up every other one.
    static let git = Workers(label: "git", count: max(8, 2 * OwnProcess.processors))

    /// The threads that speak to the processes which talk to remotes: shortly, each time.
    static let fetching = Workers(label: "fetch", count: 2)

    /// The threads on which the commits of clones are looked at.
    static let history = Workers(label: "history", count: 2)
}
