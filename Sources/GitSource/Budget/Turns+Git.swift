internal import Platform

extension Turns {
    /// For the exports of all sources: each has a file in memory, and the same disk under it.
    static let exports = Turns(4)

    /// For the previews of all sources.
    static let previews = Turns(2)
}
