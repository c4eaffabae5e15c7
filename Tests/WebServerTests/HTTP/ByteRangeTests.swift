import Testing
import WebServer

@Suite("A byte range")
struct ByteRangeTests {
    @Test(
        "is what is there of what was asked for",
        arguments: [
            ("bytes=0-0", 0..<1), ("bytes=0-9", 0..<10), ("bytes=0-99", 0..<10), ("bytes=3-", 3..<10),
            ("bytes=9-9", 9..<10),
            ("bytes=9-99999999999999999999999", 9..<10), ("bytes=-1", 9..<10), ("bytes=-10", 0..<10),
            ("bytes=-11", 0..<10),
            ("bytes=-99999999999999999999999", 0..<10), ("Bytes=1-2", 1..<3), ("bytes= 1-2 ", 1..<3),
            ("bytes=00001-2", 1..<3),
        ] as [(String, Range<Int64>)]
    )
    func part(_ text: String, _ range: Range<Int64>) throws {
        let part = ByteRange(try request(["Range": text]), size: 10)
        #expect(part == .part(range))
        #expect(part.contentRange(size: 10) == "bytes \(range.lowerBound)-\(range.upperBound - 1)/10")
    }

    @Test(
        "that begins after the end cannot be had",
        arguments: ["bytes=10-", "bytes=10-20", "bytes=99999999999999999999999-", "bytes=-0"]
    )
    func unsatisfiable(_ text: String) throws {
        let range = ByteRange(try request(["Range": text]), size: 10)
        #expect(range == .unsatisfiable)
        #expect(range.contentRange(size: 10) == "bytes */10")
    }

    @Test(
        "that is malformed, of another unit, or one of several is passed over",
        arguments: [
            "bytes", "bytes=", "bytes=-", "bytes=1", "bytes=a-b", "bytes=2-1", "bytes=+1-2", "bytes=1-+2", "bytes=1--2",
            "bytes=--1", "bytes=1-2,4-5", "bytes=1-2,", "bytes=,1-2", "lines=1-2", "bytes 1-2", "bytes=1 -2",
            "bytes=1-2-3",
            "bytes=0x1-2", "bytes=¹-2", "=1-2", "",
        ]
    )
    func whole(_ text: String) throws {
        let range = ByteRange(try request(["Range": text]), size: 10)
        #expect(range == .whole)
        #expect(range.contentRange(size: 10) == nil)
    }

    @Test("of nothing")
    func empty() throws {
        #expect(ByteRange(try request([:]), size: 0) == .whole)
        #expect(ByteRange(try request(["Range": "bytes=0-"]), size: 0) == .unsatisfiable)
        #expect(ByteRange(try request(["Range": "bytes=-5"]), size: 0) == .whole)
        #expect(ByteRange(try request(["Range": "bytes=-0"]), size: 0) == .unsatisfiable)
    }

    @Test("counts for GET alone, and only once")
    func methods() throws {
        #expect(ByteRange(try request(["Range": "bytes=1-2"], method: "HEAD"), size: 10) == .whole)
        #expect(ByteRange(try request(["Range": "bytes=1-2", "range": "bytes=3-4"]), size: 10) == .whole)
    }

    @Test("counts only for what the client has the first part of")
    func conditions() throws {
        for (condition, tag, counts) in [
            (#""a""#, #""a""#, true), (#""a""#, #""b""#, false), (#"W/"a""#, #""a""#, false),
            (#"W/"a""#, #"W/"a""#, false),
            ("Sun, 06 Nov 1994 08:49:37 GMT", #""a""#, false), (#""a""#, nil, false), ("", nil, false),
            ("*", #""a""#, false),
        ] as [(String, String?, Bool)] {
            let range = ByteRange(try request(["Range": "bytes=1-2", "If-Range": condition]), size: 10, tag: tag)
            #expect(range == (counts ? .part(1..<3) : .whole), "\(condition) of \(tag ?? "none")")
        }
        #expect(ByteRange(try request(["Range": "bytes=1-2"]), size: 10, tag: #"W/"a""#) == .part(1..<3))
    }

    private func request(_ headers: HTTPHeaders, method: String = "GET") throws -> HTTPRequest {
        HTTPRequest(method, try RequestTarget("/"), headers: headers, peer: .unix(user: 1, process: 1))
    }
}
