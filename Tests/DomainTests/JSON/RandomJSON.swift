import Domain
import TestSupport

extension SplitMix64 {
    /// Any JSON value of so many levels.
    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(happens(50))
        case 2:
            return .number(
                ["0", "-1.5e-7", "1E400", "123456789012345678901234567890"].randomElement(using: &self) ?? "0"
            )
        case 3, 4: return .string(text())
        case 5: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default: return .object(object(depth: depth))
        }
    }

    private mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &self) { object[text()] = value(depth: depth - 1) }
        return object
    }

    /// Any text, of characters that are hard to write among others.
    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &self) {
            let limit: UInt32 = [0x30, 0x80, 0x800, 0x11_0000].randomElement(using: &self) ?? 0x80
            text.append(UnicodeScalar(UInt32.random(in: 0..<limit, using: &self)) ?? "\"")
        }
        return String(text)
    }

    /// The bytes with a few of them changed, removed, doubled or moved.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("{}[],:\"\\u-0e\n".utf8).randomElement(using: &self) ?? 0, at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &self))
            }
        }
        return bytes
    }
}
