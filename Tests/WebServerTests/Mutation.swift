import TestSupport

/// Requests with something wrong in them.
enum Mutation {
    static func request(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = (0..<Int.random(in: 1...2, using: &random)).flatMap { _ in
            Array((random.happens(40) ? built(&random) : samples.randomElement(using: &random) ?? "").utf8)
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) { mutate(&bytes, &random) }
        return bytes
    }

    /// A request of parts that are each right or nearly so.
    private static func built(_ random: inout SplitMix64) -> String {
        let method = ["GET", "POST", "OPTIONS", "CONNECT", "G,T"].randomElement(using: &random) ?? ""
        let target = targets.randomElement(using: &random) ?? ""
        let version = ["1.1", "1.1", "1.1", "1.0", "2.0"].randomElement(using: &random) ?? ""
        let chosen = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in fields.randomElement(using: &random)
        }
        let host = random.happens(85) ? "Host: a\r\n" : ""
        return "\(method) \(target) HTTP/\(version)\r\n\(host)\(chosen.joined())\r\n" + body(chosen, &random)
    }

    private static func body(_ fields: [String], _ random: inout SplitMix64) -> String {
        if fields.contains(where: { $0.hasPrefix("Transfer") }) { return chunks.randomElement(using: &random) ?? "" }
        return fields.contains { $0.hasPrefix("Content-Length") } ? "abc" : ""
    }

    private static let targets = [
        "/", "/a?b=c", "*", "http://h/x", "HTTPS://[::1]:8?q", "http://", "a:1", "/%C3%A9", "/%C3/%A9", "/%ff", "/[",
        "//", "",
        "/a b", "/?&==&", "/%0a",
    ]

    private static let fields = [
        "Content-Length: 3\r\n", "Content-Length: 03\r\n", "Content-Length: 3, 3\r\n", "Content-Length: 2000000\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: CHUNKED \r\n", "Transfer-Encoding: , chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: gzip\r\n", "Expect: 100-Continue\r\n",
        "Expect: tea\r\n", "Host: [::1]:80\r\n", "X:\r\n", "X : y\r\n", " folded\r\n", "X: \t y \t\r\n", "X: \u{7}\r\n",
        "X: é\r\n", "Connection: close\r\n", "Upgrade: websocket\r\n",
    ]

    private static let chunks = [
        "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "003;x=y\r\nabc\r\n1\r\nd\r\n0\r\nT: u\r\n\r\n", "3 \r\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n", "A\r\n0123456789\r\n0;\u{7}\r\n\r\n", "fffff\r\n", "1\r\na\n0\r\n\r\n",
    ]

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
