internal import Platform

/// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package enum HTTPDate {
    /// The text of a time in seconds since 1970-01-01 00:00 UTC, which must not be before that.
    package static func text(_ seconds: Int64) -> String {
        let date = CalendarTime(secondsSince1970: seconds)
        let time = [date.hour, date.minute, date.second].map { digits($0, 2) }.joined(separator: ":")
        return "\(weekdays[date.weekday]), \(digits(date.day, 2)) \(months[date.month - 1]) \(digits(date.year, 4)) "
            + "\(time) GMT"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
