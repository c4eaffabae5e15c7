import TestSupport
import Testing

@testable import Domain

@Suite("The JSON parser")
struct JSONParserTests {
    @Test(
        "accepts what RFC 8259 allows",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .number("0")), ("-0", .number("-0")),
            ("-1.50e+10", .number("-1.50e+10")), ("1E5", .number("1E5")), ("1e-7", .number("1e-7")),
            (String(repeating: "9", count: 400), .number(String(repeating: "9", count: 400))), ("\"\"", .string("")),
            (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u0000\u00e9\u20AC""#, .string("\u{0}é€")),
            (#""\uD83D\uDE00""#, .string("😀")), (#""\ud83d\ude00""#, .string("😀")),
            ("\"😀\u{7F}\u{2028}\"", .string("😀\u{7F}\u{2028}")),
            ("[]", .array([])), ("[ ]", .array([])), ("[1,2]", .array([.number("1"), .number("2")])),
            ("[[],[[]]]", .array([.array([]), .array([.array([])])])), ("{}", .members([:])),
            (#"{"":1}"#, .members(["": .number("1")])),
            (#"{"a":{"b":[]}}"#, .members(["a": .members(["b": .array([])])])),
            (#"{"b":1,"a":2}"#, .members(["b": .number("1"), "a": .number("2")])),
            (" \t\r\n[ 1 , 2 ]\n ", .array([.number("1"), .number("2")])),
            (
                #"{"é":1,"e\u0301":2}"#,
                .object(
                    JSONObject([JSONObject.Member("é", .number("1")), JSONObject.Member("e\u{301}", .number("2"))])
                )
            ),
        ] as [(String, JSONValue)]
    )
    func accepts(text: String, value: JSONValue) throws {
        let found = try JSONParser.parse(text, limits: .file).value

        #expect(found == value)
        #expect(found.text().utf8.elementsEqual(value.text().utf8))
    }

    @Test(
        "refuses everything else, and says where",
        arguments: [
            ("", 1, 1), (" ", 1, 2), ("nul", 1, 1), ("nulls", 1, 5), ("True", 1, 1), ("NaN", 1, 1), ("Infinity", 1, 1),
            ("-Infinity", 1, 2), ("01", 1, 2), ("-01", 1, 3), ("00", 1, 2), ("+1", 1, 1), ("-", 1, 2), ("1.", 1, 3),
            (".5", 1, 1),
            ("1e", 1, 3), ("1e+", 1, 4), ("1.e1", 1, 3), ("0x10", 1, 2), ("1 2", 1, 3), ("--1", 1, 2), ("1_000", 1, 2),
            ("'a'", 1, 1), ("\"", 1, 2), ("\"a", 1, 3), (#""\"#, 1, 3), (#""\x""#, 1, 3), (#""\u12""#, 1, 4),
            (#""\u12G4""#, 1, 4),
            (#""\u+123""#, 1, 4), (#""\uD800""#, 1, 8), (#""\uDC00""#, 1, 8), (#""\uD800\u0041""#, 1, 14),
            (#""\uD800x""#, 1, 8),
            ("\"a\nb\"", 1, 3), ("\"\t\"", 1, 2), ("\"\u{0}\"", 1, 2), ("\"\u{1F}\"", 1, 2), ("[", 1, 2), ("[1", 1, 3),
            ("[1,", 1, 4),
            ("[1,]", 1, 4), ("[,1]", 1, 2), ("[1 2]", 1, 4), ("[1,,2]", 1, 4), ("]", 1, 1), ("[1}", 1, 3), ("{", 1, 2),
            ("{1:2}", 1, 2),
            (#"{"a"}"#, 1, 5), (#"{"a":}"#, 1, 6), (#"{"a":1"#, 1, 7), (#"{"a":1,}"#, 1, 8), (#"{"a" 1}"#, 1, 6),
            (#"{a:1}"#, 1, 2),
            (#"{"a":1 "b":2}"#, 1, 8), (#"{"a":1,"a":2}"#, 1, 8), (#"{"a":1,"\u0061":2}"#, 1, 8), ("[] []", 1, 4),
            ("// a\n1", 1, 1),
            ("/* a */1", 1, 1), ("[1]\u{A0}", 1, 4), ("\u{FEFF}1", 1, 1), ("[\n  1,\n  é\n]", 3, 3),
            ("{\n \"ä\": ä}", 2, 7),
            ("[1,\u{B}2]", 1, 4), ("[1,\u{C}2]", 1, 4),
        ] as [(String, Int, Int)]
    )
    func refuses(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text, limits: .file) }

        #expect(error?.position == TextPosition(line: line, column: column), "\(String(describing: error))")
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
            [0xF8, 0x88],
        ] as [[UInt8]]
    )
    func notUTF8(bytes: [UInt8]) {
        for text in [[0x22] + bytes + [0x22], bytes, [0x5B] + bytes + [0x5D]] {
            #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text, limits: .file) }
        }
    }

    @Test("knows where each value and each key stands")
    func positions() throws {
        let text = "{\n  \"ä€\": [1, \"😀\", {}],\r\n\t\"b\" : null }"

        let members = try #require(try JSONParser.parse(text, limits: .file).members)
        let items = try #require(members.first?.node.items)

        #expect(members.map(\.keyPosition) == [TextPosition(line: 2, column: 3), TextPosition(line: 3, column: 2)])
        #expect(members.map(\.node.position) == [TextPosition(line: 2, column: 9), TextPosition(line: 3, column: 8)])
        #expect(items.map(\.position.column) == [10, 13, 18])
    }

    @Test("names what it found")
    func messages() {
        let found = [
            ("[1;2]", "expected ',' or ']', found ';'"),
            ("{\"a\"\u{1}}", "expected ':' after the key \"a\", found the byte 0x01"),
        ]
        for (text, message) in found {
            let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text, limits: .file) }
            #expect(error?.message == message)
        }
    }

    @Test("keeps to its limits")
    func limits() throws {
        let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try JSONParser.parse(deep(65), limits: .file) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(deep(66), limits: .file) }
        #expect(throws: JSONSyntaxError.self) {
            try JSONParser.parse(String(repeating: "[", count: 1_000_000), limits: .own)
        }
        #expect(throws: JSONSyntaxError.self) {
            try JSONParser.parse(String(repeating: "{\"a\":", count: 100_000), limits: .own)
        }
        #expect(throws: Never.self) { try JSONParser.parse("[12]", limits: JSONLimits(bytes: 4)) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse("[123]", limits: JSONLimits(bytes: 4)) }
    }

    @Test("reads a long line in a time that grows with its length alone")
    func longLine() throws {
        let items = Array(repeating: "\"x\"", count: 150_000)
        let node = try JSONParser.parse("[" + items.joined(separator: ",") + "]", limits: .file)

        #expect(node.items?.last?.position == TextPosition(line: 1, column: 2 + 4 * 149_999))
    }
}

extension JSONNode {
    fileprivate var members: [Member]? {
        guard case .object(let members) = content else { return nil }
        return members
    }

    fileprivate var items: [JSONNode]? {
        guard case .array(let items) = content else { return nil }
        return items
    }
}
