import Testing

/// What RFC 6455 says of frames, case by case, for a server that takes text of at most 64 KiB and answers each message
/// with itself.
struct WebSocketCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var texts: [[UInt8]] = []
    var pongs: [[UInt8]] = []
    /// How the server closes; nil where it goes on.
    var ending: Ending?

    enum Ending: Equatable, Sendable {
        case code(UInt16)
        case noCode
    }

    var testDescription: String { name }

    init(_ name: String, _ frames: [ClientFrame], texts: [[UInt8]] = [], pongs: [[UInt8]] = [], code: UInt16? = nil) {
        self.name = name
        bytes = frames.flatMap(\.bytes)
        self.texts = texts
        self.pongs = pongs
        ending = code.map { .code($0) }
    }

    func ending(_ ending: Ending) -> WebSocketCase {
        var copy = self
        copy.ending = ending
        return copy
    }
}

extension WebSocketCase {
    static let all: [WebSocketCase] = [
        opcodes, reservedBits, lengths, longForms, controlLengths, masks, fragments, between, orders, sizes, closeCodes,
        closeReasons, afterClose, validText, invalidText,
    ].flatMap { $0 }

    private static let hello = Array("hello".utf8)
    private static let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    /// Section 5.2 and 5.5: every opcode, final and not.
    private static let opcodes: [WebSocketCase] = (0..<16).flatMap { opcode -> [WebSocketCase] in
        let frame = ClientFrame(opcode: UInt8(opcode), payload: opcode == 8 ? [] : hello)
        let open = frame.with { $0.isFinal = false }
        let (name, openName) = ("opcode \(opcode)", "opcode \(opcode), not final")
        switch opcode {
        case 1: return [WebSocketCase(name, [frame], texts: [hello]), WebSocketCase(openName, [open])]
        case 2: return [WebSocketCase(name, [frame], code: 1003), WebSocketCase(openName, [open], code: 1003)]
        case 8: return [WebSocketCase(name, [frame]).ending(.noCode), WebSocketCase(openName, [open], code: 1002)]
        case 9: return [WebSocketCase(name, [frame], pongs: [hello]), WebSocketCase(openName, [open], code: 1002)]
        case 10: return [WebSocketCase(name, [frame]), WebSocketCase(openName, [open], code: 1002)]
        default: return [WebSocketCase(name, [frame], code: 1002), WebSocketCase(openName, [open], code: 1002)]
        }
    }

    /// Section 5.2: no extension was agreed on, so every reserved bit fails the connection.
    private static let reservedBits: [WebSocketCase] = (0..<16).flatMap { opcode in
        (1..<8).map { bits in
            let frame = ClientFrame(reserved: UInt8(bits), opcode: UInt8(opcode), payload: opcode == 8 ? [] : hello)
            return WebSocketCase("reserved bits \(bits), opcode \(opcode)", [frame], code: 1002)
        }
    }

    /// Section 5.2: lengths around every boundary.
    private static let lengths: [WebSocketCase] = [0, 1, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536].map {
        length in
        let payload = [UInt8](repeating: 0x61, count: length)
        return WebSocketCase("length \(length)", [ClientFrame(opcode: 1, payload: payload)], texts: [payload])
    }

    /// Section 5.2: the shortest form is the only one.
    private static let longForms: [WebSocketCase] =
        [0, 1, 125].map { long($0, .twoBytes, 1002) }
        + [0, 1, 125, 126, 127, 65_535].map { long($0, .eightBytes, 1002) }
        + [65_537, 1 << 20, 1 << 31, 1 << 32, 1 << 62, UInt64(Int64.max)].map { long($0, .eightBytes, 1009) }
        + [1 << 63, UInt64.max].map { long($0, .eightBytes, 1002) }

    private static func long(_ length: UInt64, _ form: ClientFrame.LengthForm, _ code: UInt16) -> WebSocketCase {
        let frame = ClientFrame(opcode: 1, form: form, announced: length)
        return WebSocketCase("length \(length) in \(form)", [frame], code: code)
    }

    /// Section 5.5: at most 125 bytes.
    private static let controlLengths: [WebSocketCase] = [0, 1, 2, 124, 125, 126, 127, 65_536].flatMap { length in
        let payload = [UInt8](repeating: 0x62, count: length)
        return [9, 10].map { (opcode: UInt8) in
            let frame = ClientFrame(opcode: opcode, payload: payload)
            let name = "opcode \(opcode) of \(length) bytes"
            guard length <= 125 else { return WebSocketCase(name, [frame], code: 1002) }
            return WebSocketCase(name, [frame], pongs: opcode == 9 ? [payload] : [])
        }
    }

    /// Section 5.1: a client masks, with whatever key.
    private static let masks: [WebSocketCase] =
        [0, 1, 2, 8, 9, 10].map { (opcode: UInt8) in
            WebSocketCase("opcode \(opcode) unmasked", [ClientFrame(opcode: opcode, key: nil)], code: 1002)
        }
        + [[0, 0, 0, 0], [255, 255, 255, 255], [1, 2, 3, 4], [0x80, 0, 0, 1]].flatMap { (key: [UInt8]) in
            (0..<9).map { length in
                let payload = Array("payload!!".utf8.prefix(length))
                let frame = ClientFrame(opcode: 1, payload: payload, key: key)
                return WebSocketCase("key \(key), \(length) bytes", [frame], texts: [payload])
            }
        }

    /// Section 5.4: a text cut into pieces, empty ones among them.
    private static let fragments: [WebSocketCase] = (1...12).flatMap { count in
        [1, 2, 5].map { size in
            let pieces = (0..<count).map { [UInt8](repeating: UInt8(0x61 + $0), count: $0 % 4 == 3 ? 0 : size) }
            return WebSocketCase(
                "\(count) fragments of \(size) bytes",
                fragmented(pieces),
                texts: [pieces.flatMap { $0 }]
            )
        }
    }

    /// Section 5.4: control frames between fragments, each answered.
    private static let between: [WebSocketCase] = (1...8).flatMap { count -> [WebSocketCase] in
        let frames = fragmented((0...count).map { [UInt8(0x61 + $0)] })
        let text = (0...count).map { UInt8(0x61 + $0) }
        let pinged = frames.enumerated().flatMap { [$1, ClientFrame.ping([UInt8($0)])] }
        let ponged = frames.flatMap { [$0, ClientFrame.pong()] }
        return [
            WebSocketCase(
                "pings between \(count + 1) fragments",
                pinged,
                texts: [text],
                pongs: (0...count).map { [UInt8($0)] }
            ),
            WebSocketCase("pongs between \(count + 1) fragments", ponged, texts: [text]),
            WebSocketCase("close before fragment \(count + 1)", frames.dropLast() + [.close(1000)], code: 1000),
        ]
    }

    /// Section 5.4: what may follow what.
    private static let orders: [WebSocketCase] = [
        WebSocketCase("a message within another", [openText, .text("b")], code: 1002),
        WebSocketCase("binary within a text", [openText, ClientFrame(opcode: 2)], code: 1002),
        WebSocketCase("an open message within another", [openText, openText], code: 1002),
        WebSocketCase("continuation of nothing", [ClientFrame(opcode: 0)], code: 1002),
        WebSocketCase("open continuation of nothing", [ClientFrame(isFinal: false, opcode: 0)], code: 1002),
        WebSocketCase(
            "continuation after the end",
            [openText, ClientFrame(opcode: 0, payload: hello), ClientFrame(opcode: 0)],
            code: 1002
        ),
        WebSocketCase("three messages", [.text("a"), .text(""), .text("c")], texts: [[0x61], [], [0x63]]),
        WebSocketCase("empty fragments", [openEmpty, ClientFrame(opcode: 0)], texts: [[]]),
    ]

    /// The limits of the configuration, 64 KiB for frame and message.
    private static let sizes: [WebSocketCase] = [1, 2, 3].flatMap { count -> [WebSocketCase] in
        let piece = [UInt8](repeating: 0x7A, count: 65_536 / (count + 1))
        let rest = [UInt8](repeating: 0x79, count: 65_536 - piece.count * count)
        let exact = fragmented([[UInt8]](repeating: piece, count: count) + [rest])
        let tooMuch = fragmented([[UInt8]](repeating: piece, count: count) + [rest + [0x79]])
        return [
            WebSocketCase("exactly the limit in \(count + 1)", exact, texts: [[UInt8](exactText(piece, count, rest))]),
            WebSocketCase("one byte more in \(count + 1)", tooMuch, code: 1009),
        ]
    }

    /// Section 7.4: codes that a frame may carry, and others.
    private static let closeCodes: [WebSocketCase] =
        [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map {
            WebSocketCase("close \($0)", [.close($0)], code: $0)
        }
        + [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 5001, 32_768, 65_535].map {
            WebSocketCase("close \($0)", [.close($0)], code: 1002)
        }
        + [WebSocketCase("half a code", [ClientFrame(opcode: 8, payload: [3])], code: 1002)]

    /// Section 5.5.1: the reason is UTF-8, and the frame has 125 bytes at most.
    private static let closeReasons: [WebSocketCase] =
        [0, 1, 50, 122, 123].map {
            WebSocketCase("reason of \($0)", [.close(1000, [UInt8](repeating: 0x61, count: $0))], code: 1000)
        }
        + [124, 125, 200].map {
            WebSocketCase("reason of \($0)", [.close(1000, [UInt8](repeating: 0x61, count: $0))], code: 1002)
        }
        + invalidSequences.map { WebSocketCase("reason \($0)", [.close(1000, $0)], code: 1007) }
        + validTexts.map { WebSocketCase("reason \($0)", [.close(1000, Array($0.utf8))], code: 1000) }

    /// Section 5.5.1: after a close frame nothing counts.
    private static let afterClose: [WebSocketCase] = [
        WebSocketCase("text after close", [.close(1000), .text("late")], code: 1000),
        WebSocketCase("ping after close", [.close(1001), .ping()], code: 1001),
        WebSocketCase("close after close", [.close(1000), .close(1001)], code: 1000),
        WebSocketCase("nonsense after close", [.close(1000), ClientFrame(reserved: 7, opcode: 15)], code: 1000),
    ]

    /// Section 5.6: text in one frame, and cut at every byte.
    private static let validText: [WebSocketCase] = validTexts.flatMap { text -> [WebSocketCase] in
        let bytes = Array(text.utf8)
        return [WebSocketCase("text \(text)", [.text(text)], texts: [bytes])]
            + (0...bytes.count).map { cut in
                let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
                return WebSocketCase("text \(text) cut at \(cut)", fragmented(pieces), texts: [bytes])
            }
    }

    /// Section 8.1: what is not UTF-8 fails the connection, wherever it is cut.
    private static let invalidText: [WebSocketCase] = invalidSequences.flatMap { sequence -> [WebSocketCase] in
        let bytes = Array("é".utf8) + sequence
        return (0...bytes.count).map { cut in
            let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
            return WebSocketCase("bytes \(bytes) cut at \(cut)", fragmented(pieces), code: 1007)
        }
    }

    static let validTexts = [
        "a", "\u{7F}\u{80}", "\u{7FF}\u{800}", "\u{D7FF}\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "κόσμε",
        "日本語",
        "👩‍👩‍👧", "\u{0}", "e\u{301}", "\u{FEFF}x",
    ]

    static let invalidSequences: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2], [0xDF], [0xE0, 0x80, 0x80],
        [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xEF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xF0, 0x9F, 0x98], [0xF0, 0x28, 0x8C, 0xBC], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    private static let openText = ClientFrame(isFinal: false, opcode: 1, payload: hello)
    private static let openEmpty = ClientFrame(isFinal: false, opcode: 1)

    private static func exactText(_ piece: [UInt8], _ count: Int, _ rest: [UInt8]) -> [UInt8] {
        (0..<count).flatMap { _ in piece } + rest
    }

    /// A text message of these pieces.
    private static func fragmented(_ pieces: [[UInt8]]) -> [ClientFrame] {
        pieces.enumerated().map { index, piece in
            ClientFrame(isFinal: index == pieces.count - 1, opcode: index == 0 ? 1 : 0, payload: piece)
        }
    }
}
