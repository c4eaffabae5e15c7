import TestSupport
import Testing

@testable import Domain

@Suite("A JSON value as text")
struct JSONWriterTests {
    private let value = JSONValue.members([
        "b": .array([.integer(1), .null, .array([]), .members([:])]), "a": .members(["ü": .bool(true)]),
    ])

    @Test("is one line, in the order of its members")
    func compact() { #expect(value.text() == #"{"b":[1,null,[],{}],"a":{"ü":true}}"#) }

    @Test("is sorted when it is canonical, at every level")
    func canonical() {
        #expect(value.text(.canonical) == #"{"a":{"ü":true},"b":[1,null,[],{}]}"#)
        let keys: JSONValue = .members(["é": .null, "z": .null, "Z": .null, "a\u{0}": .null, "a": .null])
        #expect(keys.text(.canonical) == #"{"Z":null,"a":null,"a\u0000":null,"z":null,"é":null}"#)
    }

    @Test("is indented for people")
    func pretty() {
        #expect(
            value.text(.pretty) == """
                {
                  "b": [
                    1,
                    null,
                    [],
                    {}
                  ],
                  "a": {
                    "ü": true
                  }
                }
                """
        )
    }

    @Test("escapes what must be escaped and nothing else")
    func escapes() {
        #expect(
            JSONValue.string("\"\\/\n\r\t\u{0}\u{1F}\u{7F}é\u{2028}").text()
                == "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u{7F}é\u{2028}\""
        )
    }
}
