import Domain
import Testing

@testable import CLI

@Suite("Times for people")
struct TimeTextTests {
    @Test(
        "are read as they are written",
        arguments: [
            0, 951_782_400_123, 1_795_471_925_000, 4_102_444_799_999, 1_709_164_800_000,
        ] as [Int64]
    )
    func roundTrip(milliseconds: Int64) {
        let instant = Instant(millisecondsSince1970: milliseconds)
        #expect(Instant(rfc3339: instant.description) == instant)
    }

    @Test(
        "are refused when they are none",
        arguments: ["", "2026-11-23", "2026-13-23T22:12:05.123Z", "x026-11-23T22:12:05.123Z"]
    )
    func malformed(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(
        "are shown with their two largest units",
        arguments: [
            (0, "0ms"), (999, "999ms"), (12_345, "12s"), (60_000, "1m"), (200_000, "3m20s"), (3_600_000, "1h"),
            (7_380_000, "2h3m"), (90_000_000, "1d1h"),
        ] as [(Int64, String)]
    )
    func spans(milliseconds: Int64, text: String) {
        #expect(TimeText.span(milliseconds) == text)
    }

    @Test("are shown as ages and moments")
    func ages() {
        let now = FixedTime().instant
        let text = Instant(millisecondsSince1970: now.millisecondsSince1970 - 65_000).description
        #expect(TimeText.age(text, now: now) == "1m5s ago")
        #expect(TimeText.age("yesterday", now: now) == "yesterday")
        #expect(TimeText.age(nil, now: now) == nil)
        #expect(TimeText.moment("2026-11-23T22:12:05.123Z") == "2026-11-23 22:12:05Z")
        #expect(TimeText.duration(from: text, to: nil, now: now) == "1m5s")
        #expect(TimeText.duration(from: nil, to: text, now: now) == nil)
    }
}
