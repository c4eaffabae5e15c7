import Testing

@testable import StatusAPI

@Suite("A range of bytes")
struct ByteRangeTests {
    @Test(
        "names bytes that are there",
        arguments: [
            ("bytes=0-4", 0..<5), ("bytes=2-", 2..<10), ("bytes=-3", 7..<10), ("bytes=-99", 0..<10),
            ("bytes=9-9", 9..<10), ("bytes=5-99", 5..<10), ("BYTES=0-0", 0..<1),
            ("bytes=0-99999999999999999999", 0..<10),
        ] as [(String, Range<Int64>)]
    )
    func satisfiable(field: String, bounds: Range<Int64>) {
        #expect(ByteRange(field)?.bounds(in: 10) == bounds)
    }

    @Test("may name none that are there", arguments: ["bytes=10-", "bytes=-0", "bytes=99999999999999999999-"])
    func unsatisfiable(field: String) throws {
        #expect(try #require(ByteRange(field)).bounds(in: 10) == nil)
    }

    @Test(
        "is ignored if it is none, or more than one",
        arguments: [
            "bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4", "bytes 0-1", "", "bytes= 0-1",
            "bytes=+1-2", "bytes=1-2-3",
        ]
    )
    func ignored(field: String) { #expect(ByteRange(field) == nil) }

    @Test("of nothing names nothing")
    func empty() {
        #expect(ByteRange("bytes=0-")?.bounds(in: 0) == nil)
        #expect(ByteRange("bytes=-5")?.bounds(in: 0) == nil)
    }
}
