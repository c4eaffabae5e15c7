/// RFC 6455 read once more, over all bytes at once and without regard to speed: what the parser is compared with.
enum ReferenceFrames {
    enum Event: Equatable {
        case text([UInt8])
        case ping([UInt8])
        case pong
        case close(UInt16?)
        case failure(UInt16)
    }

    /// Everything up to the first incomplete frame, failure, or close frame.
    static func events(_ bytes: [UInt8], limit: Int = 65_536) -> [Event] {
        var events: [Event] = []
        var message: [UInt8]?
        var rest = bytes[...]
        while let header = Header(rest) {
            if let code = header.fault(isOpen: message != nil, size: message?.count ?? 0, limit: limit) {
                return events + [.failure(code)]
            }
            let here = header.unmasked(rest)
            let isWhole = here.count == header.length
            if header.opcode < 8 {
                let text = (message ?? []) + here
                // The bytes so far must begin some text, and be one at the end.
                let isEnd = isWhole && header.isFinal
                guard isText(text) || !isEnd && mayBecomeText(text) else { return events + [.failure(1007)] }
                guard isWhole else { return events }
                message = header.isFinal ? nil : text
                if header.isFinal { events.append(.text(text)) }
            } else {
                guard isWhole else { return events }
                switch header.opcode {
                case 8: return events + [close(here)]
                case 9: events.append(.ping(here))
                default: events.append(.pong)
                }
            }
            rest = rest.dropFirst(header.size + here.count)
        }
        return rest.first.map { faultOfStart(rest, $0, message != nil) }.flatMap { $0 }.map { events + [.failure($0)] }
            ?? events
    }

    private struct Header {
        let isFinal: Bool
        let reserved: UInt8
        let opcode: UInt8
        let isMasked: Bool
        let short: UInt8
        let length: UInt64
        let size: Int
        let key: [UInt8]

        init?(_ bytes: ArraySlice<UInt8>) {
            let bytes = Array(bytes.prefix(14))
            guard bytes.count >= 2 else { return nil }
            short = bytes[1] & 0x7F
            let extra = short == 126 ? 2 : short == 127 ? 8 : 0
            size = 2 + extra + 4
            guard bytes.count >= size else { return nil }
            isFinal = bytes[0] & 0x80 != 0
            reserved = bytes[0] & 0x70
            opcode = bytes[0] & 0x0F
            isMasked = bytes[1] & 0x80 != 0
            length = extra == 0 ? UInt64(short) : bytes[2..<(2 + extra)].reduce(0) { $0 << 8 | UInt64($1) }
            key = Array(bytes[(2 + extra)..<size])
        }

        func fault(isOpen: Bool, size: Int, limit: Int) -> UInt16? {
            guard reserved == 0, [0, 1, 2, 8, 9, 10].contains(opcode), isMasked else { return 1002 }
            if opcode >= 8, !isFinal || short > 125 { return 1002 }
            if short == 126, length < 126 { return 1002 }
            if short == 127, length < 65_536 || length > UInt64(Int64.max) { return 1002 }
            guard opcode < 8 else { return nil }
            if isOpen != (opcode == 0) { return 1002 }
            if opcode == 2 { return 1003 }
            return length > UInt64(limit) || Int(length) + size > limit ? 1009 : nil
        }

        func unmasked(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            bytes.dropFirst(size).prefix(Int(clamping: length)).enumerated().map { $1 ^ key[$0 % 4] }
        }
    }

    /// What is wrong with a header that is not whole, seen from its first bytes alone.
    private static func faultOfStart(_ bytes: ArraySlice<UInt8>, _ first: UInt8, _ isOpen: Bool) -> UInt16? {
        let opcode = first & 0x0F
        guard first & 0x70 == 0, [0, 1, 2, 8, 9, 10].contains(opcode), opcode < 8 || first & 0x80 != 0 else {
            return 1002
        }
        let rest = Array(bytes.dropFirst())
        guard let second = rest.first else { return nil }
        let short = second & 0x7F
        guard second & 0x80 != 0, short <= 125 || opcode < 8 else { return 1002 }
        if short == 126, rest.count >= 3, Int(rest[1]) << 8 | Int(rest[2]) < 126 { return 1002 }
        if short == 127, rest.count >= 2, rest[1] >= 0x80 { return 1002 }
        if short == 127, rest.count >= 9, rest[1...6].allSatisfy({ $0 == 0 }) { return 1002 }
        return nil
    }

    private static func isText(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Whether some further bytes make it text.
    private static func mayBecomeText(_ bytes: [UInt8]) -> Bool {
        let endings: [[UInt8]] = [
            [0x80], [0xA0], [0x90], [0x80, 0x80], [0xA0, 0x80], [0x90, 0x80], [0x90, 0x80, 0x80], [0x80, 0x80, 0x80],
        ]
        return isText(bytes) || endings.contains { isText(bytes + $0) }
    }

    private static func close(_ payload: [UInt8]) -> Event {
        guard !payload.isEmpty else { return .close(nil) }
        guard payload.count > 1 else { return .failure(1002) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        let isKnown =
            (1000...1014).contains(code) && ![1004, 1005, 1006].contains(code) || (3000...4999).contains(code)
        guard isKnown else { return .failure(1002) }
        return isText(Array(payload[2...])) ? .close(code) : .failure(1007)
    }
}
