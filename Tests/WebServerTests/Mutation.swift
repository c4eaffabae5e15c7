import TestSupport

/// Requests with something wrong in them.
enum Mutation {
    static func request(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array((samples.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
        return bytes
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where place < bytes.count: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.insert(contentsOf: Array((tokens.randomElement(using: &random) ?? "").utf8), at: place)
        case 4: bytes.removeSubrange(place...)
        default:
            let other = Int.random(in: 0...bytes.count, using: &random)
            bytes.append(contentsOf: bytes[min(place, other)..<max(place, other)])
        }
    }

    private static let samples = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/b%20c?d=e&f=%C3%A9 HTTP/1.1\r\nHost: a:1\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
        "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    private static let tokens = [
        "\r\n", "\n", "\r", "\0", " ", "\t", ":", "%", "%00", "ffffffffffffffff\r\n", "0\r\n\r\n",
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "HTTP/9.9", "chunked, ",
        "99999999999999999999", "\u{FEFF}", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n", "?", "//", "-1",
    ]
}
