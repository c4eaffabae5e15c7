internal import Platform

extension Turns {
    /// For the exports of all sources: each has a file in memory, and the same disk under it.
    static let exports = Turns(4)

    /// For the previews of all sources.
    static let previews = Turns(2)

    /// For large readings of all sources, previews among them: each takes memory for all that it looks at.
    static let largeReadings = Turns(2)

    /// For the examination of what large exports write, which waits for no reading.
    static let largeExports = Turns(2)
}
