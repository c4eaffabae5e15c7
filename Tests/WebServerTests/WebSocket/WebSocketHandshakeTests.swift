import Testing

@testable import WebServer

@Suite("A WebSocket handshake")
struct WebSocketHandshakeTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        var lines: [String]
        var start = "GET / HTTP/1.1"

        var testDescription: String { "\(status): \(name)" }
        var text: String { "\(start)\r\n" + lines.map { "\($0)\r\n" }.joined() + "\r\n" }

        init(
            _ name: String,
            _ status: Int,
            start: String = "GET / HTTP/1.1",
            _ change: (inout [String]) -> Void = { _ in }
        ) {
            self.name = name
            self.status = status
            self.start = start
            lines = Example.valid
            change(&lines)
        }

        private static let valid = [
            "Host: a", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
        ]
    }

    private static let examples = [
        Example("as the standard has it", 101),
        Example("other cases, several options", 101) {
            $0[1...2] = ["upgrade: WebSocket", "connection: keep-alive, upgrade"]
        },
        Example("several protocols", 101) { $0[1] = "Upgrade: h2c, websocket" },
        Example("extensions and protocols are not taken up", 101) {
            $0 += ["Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Protocol: chat", "Origin: http://b"]
        },
        Example("a body of no length", 101) { $0.append("Content-Length: 0") },
        Example("POST", 405, start: "POST / HTTP/1.1") { $0.append("Content-Length: 0") },
        Example("HEAD", 426, start: "HEAD / HTTP/1.1"),
        Example("HTTP/1.0", 426, start: "GET / HTTP/1.0"),
        Example("no Upgrade", 426) { $0.remove(at: 1) },
        Example("another protocol", 426) { $0[1] = "Upgrade: h2c" },
        Example("no Connection", 426) { $0.remove(at: 2) },
        Example("no upgrade in Connection", 426) { $0[2] = "Connection: keep-alive" },
        Example("no version", 426) { $0.removeLast() },
        Example("version 8", 426) { $0[4] = "Sec-WebSocket-Version: 8" },
        Example("version 14", 426) { $0[4] = "Sec-WebSocket-Version: 14" },
        Example("version 013", 426) { $0[4] = "Sec-WebSocket-Version: 013" },
        Example("two versions", 426) { $0.append("Sec-WebSocket-Version: 13") },
        Example("no key", 400) { $0.remove(at: 3) },
        Example("two keys", 400) { $0.append($0[3]) },
        Example("an empty key", 400) { $0[3] = "Sec-WebSocket-Key:" },
        Example("fifteen bytes", 400) { $0[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA" },
        Example("seventeen bytes", 400) { $0[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=" },
        Example("eighteen bytes", 400) { $0[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAA" },
        Example("no Base64", 400) { $0[3] = "Sec-WebSocket-Key: dGhl*HNhbXBsZSBub25jZQ==" },
        Example("Base64 with loose ends", 400) { $0[3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==" },
        Example("a body", 400) { $0.append("Content-Length: 1") },
    ]

    @Test("is answered by what it asks for", arguments: examples)
    func answers(_ example: Example) async throws {
        try await withWebSockets { address in
            let head = try await onThread {
                let client = try RawClient(address)
                try client.send(example.text + (example.name == "a body" ? "x" : ""))
                return try client.readHead()
            }
            #expect(head.hasPrefix("HTTP/1.1 \(example.status) "))
            #expect(head.contains("\r\nSec-WebSocket-Accept: ") == (example.status == 101))
            #expect(head.contains("\r\nUpgrade: websocket\r\n") == [101, 426].contains(example.status))
            #expect(head.contains("\r\nSec-WebSocket-Version: 13\r\n") == (example.status == 426))
            #expect(!head.contains("Extensions") && !head.contains("Protocol:"))
        }
    }

    @Test("is proved as the standard's example is, without length or second Connection")
    func accept() async throws {
        try await withWebSockets { address in
            let head = try await onThread {
                let client = try RawClient(address)
                try client.send(WebSocketClient.handshake())
                return try client.readHead()
            }
            let lines = head.split(separator: "\r\n").filter { !$0.hasPrefix("Date: ") }.map(String.init)
            #expect(
                lines == [
                    "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                ]
            )
        }
    }
}
