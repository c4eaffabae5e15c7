import TestSupport
import Testing

@testable import Domain

@Suite("A JSON value")
struct JSONValueTests {
    @Test(
        "is an integer if it is written as one that fits",
        arguments: [
            ("0", 0), ("-7", -7), ("9223372036854775807", Int64.max), ("9223372036854775808", nil), ("1.0", nil),
            ("1e3", nil),
        ] as [(String, Int64?)]
    )
    func integers(text: String, number: Int64?) { #expect(JSONValue.number(text).integer == number) }

    @Test("shows what it holds, and nothing of another type")
    func access() {
        let value = JSONValue.members(["s": .string("a"), "b": .bool(true), "n": .integer(4), "l": .array([.null])])

        #expect(value["s"]?.string == "a" && value["s"]?.bool == nil && value["s"]?.integer == nil)
        #expect(value["b"]?.bool == true && value["b"]?.string == nil)
        #expect(value["n"]?.integer == 4 && value["n"]?.array == nil)
        #expect(value["l"]?.array == [.null] && value["l"]?.object == nil)
        #expect(value["x"] == nil && value["s"]?["x"] == nil)
    }

    @Test("keeps the place of a member that is set again")
    func members() {
        var object = JSONObject([JSONObject.Member("a", .null), JSONObject.Member("b", .null)])
        object["a"] = .integer(1)
        object["c"] = .integer(2)
        object["b"] = nil

        #expect(JSONValue.object(object).text() == #"{"a":1,"c":2}"#)
    }
}
