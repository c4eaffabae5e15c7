/// Cuts a stream of bytes into lines, whatever the pieces in which it comes.
///
/// It never holds more than one line of `limit` bytes: a longer one is passed over as a whole.
struct LineSplitter {
    /// The longest line that is handed out, in bytes without its end.
    let limit: Int
    private var held: [UInt8] = []
    private var isPassingOver = false

    init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// The lines that end in `bytes`, without their ends (`\n` or `\r\n`).
    mutating func push(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            hold(rest[..<end])
            if let line = take() { lines.append(line) }
            rest = rest[(end + 1)...]
        }
        hold(rest)
        return lines
    }

    /// What follows the last end of line; nil if nothing does.
    mutating func finish() -> [UInt8]? {
        let line = take()
        return line?.isEmpty == false ? line : nil
    }

    private mutating func hold(_ bytes: ArraySlice<UInt8>) {
        guard !isPassingOver else { return }
        // One more for the `\r` that belongs to the end.
        isPassingOver = held.count + bytes.count > limit + 1
        if isPassingOver { held = [] } else { held += bytes }
    }

    private mutating func take() -> [UInt8]? {
        defer {
            held.removeAll(keepingCapacity: held.capacity <= 65_536)
            isPassingOver = false
        }
        guard !isPassingOver else { return nil }
        if held.last == 0x0D { held.removeLast() }
        return held.count <= limit ? held : nil
    }
}
