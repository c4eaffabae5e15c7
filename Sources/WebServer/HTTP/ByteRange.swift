/// Which part of its bytes an answer shall hold (RFC 9110 §14).
///
/// One range is understood. Several, other units, and what is malformed are passed over, as the standard allows: the
/// answer is then the whole.
package enum ByteRange: Equatable, Sendable {
    /// Everything, with 200.
    case whole
    /// These bytes, with 206 and `Content-Range`.
    case part(Range<Int64>)
    /// Nothing of what was asked for is there: 416 with `Content-Range`.
    case unsatisfiable

    /// What a request asks for of something that has `size` bytes.
    ///
    /// - Parameters:
    ///   - request: The request; only GET has ranges.
    ///   - size: How many bytes there are now.
    ///   - tag: The strong entity tag, in quotes. `If-Range` with another, a weak one, or a date asks for the whole, and
    ///     so does any `If-Range` where there is no tag.
    package init(_ request: HTTPRequest, size: Int64, tag: String? = nil) {
        let ranges = request.headers.all("Range")
        guard request.method == "GET", ranges.count == 1, ByteRange.holds(request.headers.all("If-Range"), tag)
        else {
            self = .whole
            return
        }
        self = ByteRange.read(ranges[0], size)
    }

    /// The value of `Content-Range` for something of this size; nil for the whole.
    package func contentRange(size: Int64) -> String? {
        switch self {
        case .whole: nil
        case .part(let range): "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        case .unsatisfiable: "bytes */\(size)"
        }
    }

    /// Whether what the client has is the beginning of the same (RFC 9110 §13.1.5): strong comparison.
    private static func holds(_ conditions: [String], _ tag: String?) -> Bool {
        guard !conditions.isEmpty else { return true }
        guard let tag, !tag.hasPrefix("W/") else { return false }
        return conditions == [tag]
    }

    private static func read(_ text: String, _ size: Int64) -> ByteRange {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].lowercased() == "bytes" else { return .whole }
        let ends = trimmed(sides[1]).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return .whole }
        guard !ends[0].isEmpty else { return suffix(ends[1], size) }
        guard let first = number(ends[0]) else { return .whole }
        guard !ends[1].isEmpty else { return part(first, Int64.max, size) }
        guard let last = number(ends[1]), last >= first else { return .whole }
        return part(first, last, size)
    }

    private static func part(_ first: Int64, _ last: Int64, _ size: Int64) -> ByteRange {
        first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
    }

    private static func suffix(_ text: Substring, _ size: Int64) -> ByteRange {
        guard let length = number(text) else { return .whole }
        guard length > 0 else { return .unsatisfiable }
        // The last bytes of nothing are all there is, and no range can say so.
        return size > 0 ? .part(max(0, size - length)..<size) : .whole
    }

    /// A number of digits alone; one that is too large for any size is as good as the largest.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy(CharacterClass.isDigit) else { return nil }
        return Int64(text) ?? Int64.max
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
