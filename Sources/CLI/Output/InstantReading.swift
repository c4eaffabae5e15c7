internal import Domain

extension Instant {
    /// Reads what ``Instant/description`` writes: `2026-11-23T22:12:05.123Z`.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        let marks = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")]
        guard bytes.count == 24, marks.allSatisfy({ bytes[$0.0] == $0.1.utf8.first }) else { return nil }
        let ranges = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19, 20..<23]
        let fields = ranges.compactMap { Int64(String(decoding: bytes[$0], as: UTF8.self)) }
        guard fields.count == 7, (1...12).contains(fields[1]) else { return nil }
        let days = Self.days(year: fields[0], month: fields[1], day: fields[2])
        let minutes = (days * 24 + fields[3]) * 60 + fields[4]
        let seconds = minutes * 60 + fields[5]
        self.init(millisecondsSince1970: seconds * 1_000 + fields[6])
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted: Int64 = month > 2 ? year : year - 1
        let monthFromMarch: Int64 = month > 2 ? month - 3 : month + 9
        let dayOfYear: Int64 = (153 * monthFromMarch + 2) / 5 + day - 1
        let leapDays: Int64 = shifted / 4 - shifted / 100 + shifted / 400
        let daysBefore: Int64 = shifted * 365 + leapDays
        return daysBefore + dayOfYear - 719_468
    }
}
