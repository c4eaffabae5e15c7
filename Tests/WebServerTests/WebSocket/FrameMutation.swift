import TestSupport

/// Frames with something wrong in them: first in their structure, then in their bytes.
enum FrameMutation {
    static func frames(_ random: inout SplitMix64) -> [UInt8] {
        var frames = (0..<Int.random(in: 1...5, using: &random)).map { _ in frame(&random) }
        if random.happens(30), let index = frames.indices.randomElement(using: &random) {
            frames.insert(frames[index], at: 0)
        }
        var bytes = frames.flatMap(\.bytes)
        if random.happens(25) { damage(&bytes, &random) }
        return bytes
    }

    private static func frame(_ random: inout SplitMix64) -> ClientFrame {
        let opcodes: [UInt8] = [0, 0, 1, 1, 1, 8, 9, 10]
        var frame = ClientFrame(opcode: opcodes.randomElement(using: &random) ?? 1)
        frame.isFinal = frame.opcode >= 8 || random.happens(60)
        frame.payload = payload(of: frame.opcode, &random)
        frame.key = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
        if random.happens(15) { distort(&frame, &random) }
        return frame
    }

    private static func payload(of opcode: UInt8, _ random: inout SplitMix64) -> [UInt8] {
        let bytes = Array((WebSocketCase.validTexts.randomElement(using: &random) ?? "").utf8)
        guard opcode != 8 else { return closePayload(&random) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return WebSocketCase.invalidSequences.randomElement(using: &random) ?? []
        case 1: return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
        case 2: return Array(bytes.suffix(Int.random(in: 0...bytes.count, using: &random)))
        case 3: return [UInt8](repeating: 0x61, count: [0, 125, 126, 127].randomElement(using: &random) ?? 0)
        default: return bytes
        }
    }

    private static func closePayload(_ random: inout SplitMix64) -> [UInt8] {
        let code = UInt16.random(in: 990...1020, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return []
        case 1: return [UInt8.random(in: 0...255, using: &random)]
        case 2: return [0x03, 0xE8] + (WebSocketCase.invalidSequences.randomElement(using: &random) ?? [])
        default: return [UInt8(code >> 8), UInt8(code & 0xFF)] + Array("why".utf8)
        }
    }

    private static func distort(_ frame: inout ClientFrame, _ random: inout SplitMix64) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: frame.reserved = UInt8.random(in: 1...7, using: &random)
        case 1: frame.opcode = UInt8.random(in: 0...15, using: &random)
        case 2: frame.key = nil
        case 3: frame.isFinal.toggle()
        case 4: frame.form = random.happens(50) ? .twoBytes : .eightBytes
        default:
            frame.announced =
                UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random)
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default: bytes.removeSubrange(place...)
        }
    }
}
