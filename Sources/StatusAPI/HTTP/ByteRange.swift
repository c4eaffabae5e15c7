/// The one range of bytes that a client asks for (RFC 9110 §14.1.2).
enum ByteRange: Equatable {
    /// From an offset to another one, both included; nil for the end.
    case span(from: Int64, through: Int64?)
    /// So many bytes before the end.
    case suffix(Int64)

    /// Nil for a field that a server ignores: several ranges, another unit, or what is no range.
    init?(_ field: String) {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
        switch (ends[0].isEmpty, ends[1].isEmpty) {
        case (true, false):
            guard let last else { return nil }
            self = .suffix(last)
        case (false, true):
            guard let first else { return nil }
            self = .span(from: first, through: nil)
        case (false, false):
            guard let first, let last, first <= last else { return nil }
            self = .span(from: first, through: last)
        case (true, true): return nil
        }
    }

    /// The part of `size` bytes that is asked for; nil if none of it is there.
    func bounds(in size: Int64) -> Range<Int64>? {
        switch self {
        case .span(let first, let last):
            guard first < size else { return nil }
            return first..<(last.map { min($0, size - 1) } ?? size - 1) + 1
        case .suffix(let count): return count > 0 && size > 0 ? max(0, size - count)..<size : nil
        }
    }

    /// A number that is too great to be one is as good as the greatest.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text) ?? Int64.max
    }
}
