/// Durations as files write them: numbers with `ms`, `s`, `m` or `h`, largest unit first (`"90s"`, `"1h30m"`).
package enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]
    /// The longest duration that is read: 100 years, in milliseconds.
    package static let longest: Int64 = 100 * 365 * 24 * 3_600_000

    /// The duration in milliseconds, or nil if `text` is not a duration.
    package static func milliseconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        var next = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard digits.utf8.count <= 15, let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isLetter }
            guard let unit = units[next...].firstIndex(where: { $0.name == letters }) else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: units[unit].milliseconds)
            guard !overflow, product <= longest - total else { return nil }
            total += product
            next = unit + 1
            rest = rest.dropFirst(letters.count)
        }
        return total
    }

    /// The shortest text for so many milliseconds, for example `1h30m`; `0s` for zero.
    package static func text(milliseconds: Int64) -> String {
        var rest = milliseconds
        var parts = ""
        for unit in units {
            let (count, remainder) = rest.quotientAndRemainder(dividingBy: unit.milliseconds)
            if count > 0 { parts += "\(count)\(unit.name)" }
            rest = remainder
        }
        return parts.isEmpty ? "0s" : parts
    }
}
