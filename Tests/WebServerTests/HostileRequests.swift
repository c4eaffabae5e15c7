import Testing

/// Requests that no careful server takes, and the status that says so.
enum HostileRequests {
    struct Example: Sendable, CustomTestStringConvertible {
        let status: Int
        let bytes: String

        init(_ status: Int, _ bytes: String) {
            self.status = status
            self.bytes = bytes
        }

        var testDescription: String { "\(status): \(bytes.prefix(80).debugDescription)" }
    }

    static let all: [Example] =
        startLines + fields + hosts + lengths + chunks + [
            Example(417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"),
            Example(417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, tea\r\n\r\n"),
            Example(417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n\r\n"),
            Example(417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n"),
        ]

    private static let startLines = [
        Example(400, "GET / HTTP/1.1\nHost: a\n\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        Example(400, "GET /\rX HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        Example(400, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /\r\nHost: a\r\n\r\n"),
        Example(400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/11\r\nHost: a\r\n\r\n"),
        Example(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        Example(505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        Example(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Example(400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /a\"b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /ä HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /% HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(414, "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT  HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT a: HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT :80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "CONNECT http://a:80/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET  HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET http://a:b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET // HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Example(400, "GET /?%C3 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /?a%3 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /?%ED%A0%80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET /%C0%AF HTTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n"),
        Example(400, "GET / FTP/1.1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/+1.1\r\nHost: a\r\n\r\n"),
        Example(505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
        Example(505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
        Example(400, "\u{16}\u{3}\u{1}\u{2}\0\u{1}"),
    ]

    private static let fields = [
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tfolded\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\nY: c\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7}\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX\u{A0}: b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}[31m\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX\0: y\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX(: y\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\n\"X\": y\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nX\t: y\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n"),
        Example(431, "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "a", count: 33_000)): b\r\n\r\n"),
        Example(431, "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 33_000))\r\n\r\n"),
        Example(431, "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: b\r\n", count: 100))\r\n"),
        Example(
            431,
            "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "Xyz: \(String(repeating: "b", count: 400))\r\n", count: 90))\r\n"
        ),
    ]

    private static let hosts = [
        Example(400, "GET / HTTP/1.1\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n"),
        Example(400, "GET http://a/ HTTP/1.1\r\n\r\n"),
        Example(400, "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a#b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: http://a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: ä\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: []\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a:-1\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        Example(400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    ]

    private static let lengths = [
        Example(400, post("Content-Length: 1\r\nContent-Length: 2", "ab")),
        Example(400, post("Content-Length: 1\r\nContent-Length: 1", "a")),
        Example(400, post("Content-Length: 1, 1", "a")),
        Example(400, post("Content-Length: +1", "a")),
        Example(400, post("Content-Length: -1", "a")),
        Example(400, post("Content-Length: 0x1", "a")),
        Example(400, post("Content-Length: ", "a")),
        Example(400, post("Content-Length: 99999999999999999999", "a")),
        Example(400, post("Content-Length: 1 2", "a")),
        Example(400, post("Content-Length: 1.0", "a")),
        Example(400, post("Content-Length: 1e1", "a")),
        Example(400, post("Content-Length: ٣", "abc")),
        Example(400, post("Content-Length: ,1", "a")),
        Example(400, post("Content-Length: 1\r\ncontent-length: 1", "a")),
        Example(400, post("Content-Length: 1\r\nContent-Length: ", "a")),
        Example(400, post("Content-Length : 1", "a")),
        Example(413, post("Content-Length: 00009999999", "a")),
        Example(413, post("Content-Length: 1048577", "a")),
        Example(413, post("Content-Length: 9223372036854775807", "a")),
        Example(400, post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        Example(400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Example(400, post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: chunked\r\nContent-Length: 0", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: gzip\r\nContent-Length: 1", "a")),
        Example(400, post("Transfer-Encoding:", "")),
        Example(400, post("Transfer-Encoding: ,", "")),
        Example(400, post("Transfer-Encoding : chunked", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding:\r\n chunked", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: identity", "")),
        Example(501, post("Transfer-Encoding: chunked;q=1", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: gzip", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n")),
        Example(501, post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: \u{B}chunked", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: chunked, gzip", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        Example(400, post("Transfer-Encoding: ", "0\r\n\r\n")),
    ]

    private static let chunks = [
        Example(400, chunked("x\r\n")),
        Example(400, chunked("\r\n")),
        Example(400, chunked("-1\r\n")),
        Example(400, chunked("+1\r\na\r\n0\r\n\r\n")),
        Example(400, chunked(" 1\r\na\r\n0\r\n\r\n")),
        Example(400, chunked("1_0\r\n")),
        Example(400, chunked("1\r\na0\r\n\r\n")),
        Example(400, chunked("1\r\na\r0\r\n\r\n")),
        Example(400, chunked("1\r\n\r\na0\r\n\r\n")),
        Example(400, chunked("1\r\na\r\n0\n\n")),
        Example(400, chunked("1\r\na\r\n0\r\nX\r\n\r\n")),
        Example(400, chunked("1\r\na\r\n0\r\nX: \u{1}\r\n\r\n")),
        Example(400, chunked("1;\0\r\na\r\n")),
        Example(400, chunked("0000000000000001\r\na\r\n0\r\n\r\n")),
        Example(400, chunked("\(String(repeating: "0", count: 20_000))")),
        Example(413, chunked("fffff\r\n\(String(repeating: "a", count: 0xFFFFF))\r\n2\r\nab\r\n0\r\n\r\n")),
        Example(400, chunked("0x1\r\na\r\n0\r\n\r\n")),
        Example(400, chunked("1 \r\na\r\n0\r\n\r\n")),
        Example(400, chunked("1\na\r\n0\r\n\r\n")),
        Example(400, chunked("1\r\nab\r\n0\r\n\r\n")),
        Example(400, chunked("1\r\na\n0\r\n\r\n")),
        Example(400, chunked("1;a\nb\r\na\r\n0\r\n\r\n")),
        Example(400, chunked("1;\u{1}\r\na\r\n0\r\n\r\n")),
        Example(400, chunked("0\r\nX : y\r\n\r\n")),
        Example(400, chunked("0\r\n X: y\r\n\r\n")),
        Example(400, chunked("ffffffffffffffff\r\n")),
        Example(413, chunked("fffffffffffffff\r\n")),
        Example(413, chunked("100001\r\n")),
        Example(400, chunked("1;\(String(repeating: "x", count: 17_000))\r\na\r\n")),
        Example(400, chunked(String(repeating: "1;\(String(repeating: "x", count: 2_000))\r\na\r\n", count: 9))),
        Example(431, chunked("0\r\n\(String(repeating: "X: y\r\n", count: 100))\r\n")),
    ]

    private static func post(_ fields: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }
}
