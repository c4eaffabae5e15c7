import Domain
import Testing

@Suite("A size")
struct ByteSizeTextTests {
    @Test(
        "is a number of bytes, or of a unit",
        arguments: [
            ("0", 0), ("1024", 1_024), ("7B", 7), ("3KiB", 3_072), ("256MiB", 268_435_456), ("10GiB", 10_737_418_240),
            ("2TiB", 2_199_023_255_552),
        ] as [(String, Int64)]
    )
    func reads(text: String, bytes: Int64) {
        #expect(ByteSizeText.bytes(text) == bytes)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "GiB", "-1", "1.5GiB", "1 GiB", "1GB", "1gib", "0x10", "1GiB1", "٣", "9999999999999999999",
            "99999999TiB",
        ]
    )
    func refuses(text: String) {
        #expect(ByteSizeText.bytes(text) == nil)
    }

    @Test(
        "is cut to a tenth of its unit for people",
        arguments: [
            (0, "0 B"), (1_023, "1023 B"), (1_024, "1 KiB"), (1_536, "1.5 KiB"), (2_047, "1.9 KiB"),
            (10_752, "10 KiB"), (268_435_456, "256 MiB"), (1_610_612_736, "1.5 GiB"), (5 << 40, "5 TiB"),
        ] as [(Int64, String)]
    )
    func shows(bytes: Int64, text: String) {
        #expect(ByteSizeText.text(bytes) == text)
    }
}
