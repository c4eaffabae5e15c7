/// What is kept of a line that is too long to be held: its beginning and its end.
struct LongLine: Hashable {
    /// How much of either is kept, in bytes.
    let margin: Int
    /// The first bytes.
    private(set) var head: [UInt8] = []
    /// How long the line is so far, in bytes.
    private(set) var length = 0
    private var end: [UInt8] = []

    init(margin: Int) {
        self.margin = margin
    }

    /// The last bytes.
    var tail: [UInt8] { end.suffix(margin) }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        length += bytes.count
        head += bytes.prefix(margin - head.count)
        end += bytes.suffix(margin)
        // Not at every piece, so that many small ones cost little.
        if end.count > 2 * margin { end.removeFirst(end.count - margin) }
    }
}
