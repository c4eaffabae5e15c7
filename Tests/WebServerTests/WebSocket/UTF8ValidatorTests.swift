import Testing

@testable import WebServer

@Suite("Checking UTF-8 byte by byte")
struct UTF8ValidatorTests {
    @Test("agrees with the standard library about every two and three bytes")
    func short() async throws {
        #expect(try await onThread { Self.disagreements() } == [])
    }

    private static func disagreements() -> [[UInt8]] {
        var wrong: [[UInt8]] = []
        for first in UInt8(0)...255 {
            for second in UInt8(0)...255 {
                let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF]
                for bytes in [[first, second]] + edges.map({ [first, second, $0] }) where !agrees(bytes) {
                    wrong.append(bytes)
                }
            }
        }
        return wrong
    }

    @Test("agrees with the standard library about every four bytes at the edges")
    func long() {
        let edges: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
        for first in UInt8(0xEF)...0xF8 {
            for second in edges {
                for third in edges {
                    for fourth in edges { #expect(Self.agrees([first, second, third, fourth])) }
                }
            }
        }
    }

    private static func agrees(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        let isText = bytes.allSatisfy { validator.accepts($0) } && validator.isComplete
        return isText == (String(validating: bytes, as: UTF8.self) != nil)
    }
}
