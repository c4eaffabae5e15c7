/// A moment of the wall clock, in whole milliseconds since 1970-01-01 00:00 UTC, in the years from 1 to 9999.
///
/// For people to read and for retention by age; order is `seq`, waiting is ``BootMoment``. Within these years no sum or
/// difference of moments and spans (``DurationText/longest``) overflows, wherever a number comes from.
package struct Instant: Hashable, Comparable, Sendable {
    package let millisecondsSince1970: Int64

    /// The years that RFC 3339 has a date for: from 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// A moment beyond the years that there are is the nearest that is within.
    package init(millisecondsSince1970 milliseconds: Int64) {
        millisecondsSince1970 = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// The moment that somebody else's number tells; nil if it is beyond the years that there are.
    package init?(exactly milliseconds: Int64) {
        guard Self.range.contains(milliseconds) else { return nil }
        millisecondsSince1970 = milliseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
