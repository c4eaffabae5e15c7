import TestSupport
import Testing

@testable import Domain

@Suite("JSON, read and written")
struct JSONPropertyTests {
    @Test("comes back as it was written, in every style", arguments: [JSONValue.Style.compact, .canonical, .pretty])
    func roundTrip(style: JSONValue.Style) throws {
        var chance = SplitMix64(seed: 3)
        for _ in 0..<500 {
            let value = chance.value(depth: 4)
            let found = try JSONParser.parse(value.bytes(style), limits: .own).value
            #expect(found.text(.canonical).utf8.elementsEqual(value.text(.canonical).utf8), "\(value)")
            if style != .canonical { #expect(found == value) }
        }
    }

    @Test("never stops the program, whatever the bytes are")
    func damaged() {
        var chance = SplitMix64(seed: 4)
        for _ in 0..<4_000 {
            let bytes = chance.damaged(chance.value(depth: 3).bytes(chance.happens(50) ? .compact : .pretty))
            if let value = try? JSONParser.parse(bytes, limits: .file).value {
                let again = try? JSONParser.parse(value.bytes(), limits: .own).value
                #expect(again == value)
            }
        }
    }

    @Test("never stops the program, whatever bytes there are")
    func noise() {
        var chance = SplitMix64(seed: 5)
        for _ in 0..<4_000 {
            let count = Int.random(in: 0...40, using: &chance)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            _ = try? JSONParser.parse(bytes, limits: .file)
        }
    }
}
