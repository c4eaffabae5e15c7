import TestSupport
import Testing

@testable import Domain

@Suite("An instant as text")
struct InstantTextTests {
    @Test(
        "is RFC 3339 in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1, "1970-01-01T00:00:00.001Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_709_208_000_123, "2024-02-29T12:00:00.123Z"),
            (1_735_689_599_999, "2024-12-31T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (4_107_456_000_000, "2100-02-28T00:00:00.000Z"),
            (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func known(milliseconds: Int64, text: String) {
        #expect(Instant(millisecondsSince1970: milliseconds).description == text)
    }

    @Test("counts every day from 1600 to 2400 as the calendar does")
    func everyDay() {
        var day = CalendarDay(year: 1_600, month: 1, day: 1)
        for number in Int64(-135_140)...157_053 {
            let text = Instant(millisecondsSince1970: number * 86_400_000).description
            if text != "\(day)T00:00:00.000Z" {
                Issue.record("day \(number) is \(text), not \(day)")
                return
            }
            day.advance()
        }
        #expect(day.year == 2_400)
    }

    @Test("is written with four digits of a year, whatever number it was made of", arguments: [Int64.min, 0, .max])
    func bounds(milliseconds: Int64) {
        let moment = Instant(millisecondsSince1970: milliseconds)
        #expect(moment.description.utf8.count == "1970-01-01T00:00:00.000Z".utf8.count)
        #expect((Instant(exactly: milliseconds) != nil) == (milliseconds == 0))
        #expect(moment.millisecondsSince1970.magnitude < UInt64(Int64.max / 1_000))
    }
}

/// A day of the calendar that is counted one by one.
private struct CalendarDay: CustomStringConvertible {
    var year: Int
    var month: Int
    var day: Int

    var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }

    mutating func advance() {
        day += 1
        if day > length { (month, day) = (month + 1, 1) }
        if month > 12 { (year, month) = (year + 1, 1) }
    }

    private var length: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
