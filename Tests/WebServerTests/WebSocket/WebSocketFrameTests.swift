import Testing

@testable import WebServer

@Suite("A frame for clients")
struct WebSocketFrameTests {
    @Test(
        "has its length in the shortest form",
        arguments: [
            (0, [0x81, 0]), (1, [0x81, 1]), (125, [0x81, 125]), (126, [0x81, 126, 0, 126]),
            (65_535, [0x81, 126, 0xFF, 0xFF]), (65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])]
    )
    func lengths(_ count: Int, _ head: [UInt8]) {
        let text = String(repeating: "a", count: count)
        let frame = WebSocketFrame.text(text)

        #expect(frame.bytes == head + Array(text.utf8))
        #expect(Array(frame.payload) == Array(text.utf8))
        #expect(WebSocketFrame.text(utf8: Array(text.utf8)) == frame)
    }

    @Test("that closes has a code and as much of the reason as fits, in whole characters")
    func close() {
        #expect(WebSocketFrame.close(nil).bytes == [0x88, 0])
        #expect(WebSocketFrame.close(.normal, "ab").bytes == [0x88, 4, 0x03, 0xE8, 0x61, 0x62])
        let long = WebSocketFrame.close(.tryAgainLater, String(repeating: "é", count: 100))
        #expect(long.bytes.count == 2 + 2 + 122)
        #expect(String(validating: long.payload.dropFirst(2), as: UTF8.self) != nil)
    }

    @Test("may carry the codes that are registered or private")
    func codes() {
        let valid = (0...65_535).filter { WebSocketCloseCode(rawValue: $0).mayBeSent }
        #expect(valid == [1000, 1001, 1002, 1003] + Array(1007...1014) + Array(3000...4999))
    }
}
