/// Sizes as files write them: a whole number of bytes, or of one of the units `KiB`, `MiB`, `GiB` and `TiB`.
package enum ByteSizeText {
    private static let units: [(name: String, bytes: Int64)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// The size in bytes, or nil if `text` is no size.
    package static func bytes(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard digits.utf8.count <= 18, let number = Int64(digits) else { return nil }
        guard !unit.isEmpty else { return number }
        guard let size = units.first(where: { $0.name == unit })?.bytes else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }

    /// The size for people, cut to a tenth of the largest unit that fits: `1.5 GiB`, `12 MiB`, `7 B`.
    package static func text(_ bytes: Int64) -> String {
        let unit = units.first { $0.bytes <= bytes } ?? units[units.count - 1]
        let (whole, rest) = bytes.quotientAndRemainder(dividingBy: unit.bytes)
        let tenths = rest / max(1, unit.bytes / 10)
        return whole >= 10 || tenths == 0 ? "\(whole) \(unit.name)" : "\(whole).\(min(tenths, 9)) \(unit.name)"
    }
}
