import TestSupport
import Testing

@testable import Domain

@Suite("A duration as text")
struct DurationTextTests {
    @Test(
        "is read",
        arguments: [
            ("0s", 0), ("1ms", 1), ("90s", 90_000), ("1h30m", 5_400_000), ("30m", 1_800_000), ("1h1m1s1ms", 3_661_001),
            ("0h5ms", 5), ("007s", 7_000), ("876000h", 3_153_600_000_000), ("100000s", 100_000_000),
        ] as [(String, Int64)]
    )
    func read(text: String, milliseconds: Int64) { #expect(DurationText.milliseconds(text) == milliseconds) }

    @Test(
        "is refused",
        arguments: [
            "", "s", "5", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5h", "5S", "5sec", "5m1h", "5s5s", "1d", "5µs", "٥s",
            "1e3s", "876001h", "999999999999999999h", "9223372036854775807ms", "5s\u{301}", "5\u{0}s", "1h-1m",
        ]
    )
    func refused(text: String) { #expect(DurationText.milliseconds(text) == nil) }

    @Test(
        "is written as short as it can be",
        arguments: [
            (0, "0s"), (1, "1ms"), (1_000, "1s"), (90_000, "1m30s"), (5_400_000, "1h30m"), (3_661_001, "1h1m1s1ms"),
            (86_400_000, "24h"),
        ] as [(Int64, String)]
    )
    func written(milliseconds: Int64, text: String) { #expect(DurationText.text(milliseconds: milliseconds) == text) }

    @Test("comes back as it was written")
    func roundTrip() {
        var chance = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            let milliseconds = Int64.random(in: 0...3_153_600_000_000, using: &chance)
            #expect(DurationText.milliseconds(DurationText.text(milliseconds: milliseconds)) == milliseconds)
        }
    }

    @Test("never stops the program, whatever it is")
    func anything() {
        var chance = SplitMix64(seed: 2)
        let pieces = ["1", "99999999999999", "h", "m", "s", "ms", "-", ".", " ", "é", "\u{0}", "٣"]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...6, using: &chance)).compactMap { _ in
                pieces.randomElement(using: &chance)
            }
            if let milliseconds = DurationText.milliseconds(text.joined()) { #expect(milliseconds >= 0) }
        }
    }
}
