internal import Glibc

/// A second in UTC as the calendar has it.
package struct CalendarTime: Hashable, Sendable {
    package let year: Int
    /// From 1.
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    /// From 0, which is Sunday.
    package let weekday: Int

    /// 9999-12-31 23:59:59.
    private static let last: Int64 = 253_402_300_799

    /// Of a time before 1970 or after the year 9999 it is the nearest within.
    package init(secondsSince1970 seconds: Int64) {
        var time = time_t(min(max(0, seconds), Self.last))
        var parts = tm()
        // Only a year that is no Int32 fails.
        _ = gmtime_r(&time, &parts)
        (year, month, day) = (Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
        (hour, minute, second) = (Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
        weekday = Int(parts.tm_wday)
    }
}
