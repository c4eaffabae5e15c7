/// A moment of the wall clock, in whole milliseconds since 1970-01-01 00:00 UTC.
///
/// For people to read and for retention by age; order is `seq`, waiting is ``BootMoment``.
package struct Instant: Hashable, Comparable, Sendable {
    package let millisecondsSince1970: Int64

    package init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
