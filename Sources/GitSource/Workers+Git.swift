internal import Platform

extension Workers {
    /// The threads on which the clones of all sources are read, however many sources there are.
    ///
    /// Some more than processors, so that a large repository does not hold up every other one.
    static let git = Workers(label: "git", count: max(4, OwnProcess.processors))
}
