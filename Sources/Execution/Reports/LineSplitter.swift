/// Cuts a stream of bytes into lines, whatever the pieces in which it comes.
///
/// It never holds more than one line of `limit` bytes: of a longer one it keeps the two ends.
struct LineSplitter {
    /// A line without its end (`\n` or `\r\n`).
    enum Line: Hashable {
        case whole([UInt8])
        case long(LongLine)

        /// In bytes.
        var length: Int {
            switch self {
            case .whole(let bytes): bytes.count
            case .long(let line): line.length
            }
        }

        /// The bytes, unless there are too many.
        var whole: [UInt8]? {
            if case .whole(let bytes) = self { bytes } else { nil }
        }
    }

    /// The longest line that is handed out whole, in bytes without its end.
    let limit: Int
    /// How much of either end of a longer line is kept, in bytes; at most half of `limit`.
    let margin: Int
    private var held: [UInt8] = []
    private var long: LongLine?

    init(limit: Int = 1 << 20, margin: Int = 0) {
        self.limit = limit
        self.margin = min(margin, limit / 2)
    }

    /// The lines that end in `bytes`.
    mutating func push(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            hold(rest[..<end])
            lines.append(take())
            rest = rest[(end + 1)...]
        }
        hold(rest)
        return lines
    }

    /// What follows the last end of line; nil if nothing does.
    mutating func finish() -> Line? {
        let line = take()
        return line == .whole([]) ? nil : line
    }

    private mutating func hold(_ bytes: ArraySlice<UInt8>) {
        // One more for the `\r` that belongs to the end.
        if long == nil, held.count + bytes.count <= limit + 1 {
            held += bytes
        } else {
            passOver(bytes)
        }
    }

    /// Goes on with a line that is too long, from now on or already.
    private mutating func passOver(_ bytes: ArraySlice<UInt8>) {
        if long == nil {
            long = LongLine(margin: margin)
            long?.append(held[...])
            held = []
        }
        long?.append(bytes)
    }

    private mutating func take() -> Line {
        defer {
            held.removeAll(keepingCapacity: held.capacity <= 65_536)
            long = nil
        }
        if held.last == 0x0D { held.removeLast() }
        if held.count > limit { passOver([]) }
        return long.map(Line.long) ?? .whole(held)
    }
}
