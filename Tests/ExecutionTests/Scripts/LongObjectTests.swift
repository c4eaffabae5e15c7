import Domain
import Testing

@testable import Execution

@Suite("An object too long for a line")
struct LongObjectTests {
    private static let now = Instant(millisecondsSince1970: 9)
    private static let filling = String(repeating: "y", count: 300)

    private static func long(_ text: String, margin: Int = 100) -> LongLine {
        var line = LongLine(margin: margin)
        line.append(Array(text.utf8)[...])
        return line
    }

    private static func step(_ text: String) -> StepUpdate? {
        if case .step(let update) = line(text) { update } else { nil }
    }

    private static func line(_ text: String) -> ScriptReport.Line { ScriptReport.read(.long(long(text)), at: now) }

    @Test(
        "is a report by what its two ends say",
        arguments: [
            #"{"name":"s","state":"failure","message":"F"}"#,
            #" { "state" : "failure", "name" : "s", "message" : "F" }"#,
            #"{"message":"F","name":"s","state":"failure"}"#, #"{"name":"s","message":"F , " , "state":"failure"}"#,
            #"{"name":"s","more":{"state":"success"},"message":"F","state":"failure","list":["a","b"]}"#,
            #"{"name":"s","message":"F, \"state\":\"success\"","state":"failure"}"#,
            #"{"name":"s","state":"success","message":"F","state":"failure"}"#,
            "\r{\"name\":\"s\",\"message\":\"F\",\"ratio\":NaN,\"half\":\"\\ud83d\",\"state\":\"failure\"}",
        ]
    )
    func ends(text: String) throws {
        let step = try #require(Self.step(text.replacing("F", with: Self.filling)))
        #expect(step.name == "s" && step.state == .failure)
        #expect(step.message?.hasPrefix("yyyyy") == true && step.message?.hasSuffix("y…") == true)
    }

    @Test(
        "is none if they do not say it",
        arguments: [
            #"{"message":"F"}"#, #"["name","state","F"]"#, #"plain {"name":"s","state":"failure","message":"F"}"#,
            #"{"name":"s","state":"bored","message":"F"}"#, #"{"message":"F","more":{"name":"s","state":"failure"}}"#,
            #"{"message":"F","name":"s","state":"failure"} trailing"#, "{F", "F", #"{"F"#, #"{,,,]]]}}F"#,
        ]
    )
    func none(text: String) {
        #expect(Self.step(text.replacing("F", with: Self.filling)) == nil)
    }

    @Test("is noted where it begins like one")
    func unreadable() {
        #expect(Self.line(#"{"F"#) == .unreadable("its two ends tell no step"))
        #expect(Self.line(Self.filling) == .plain)
    }

    @Test("keeps a text that is cut and not UTF-8")
    func notUTF8() {
        let head = Array(#"{"name":"s","message":"caf"#.utf8) + [0xE9] + Array(" and more than fits".utf8)
        let members = LongObject.first(head)
        #expect(members.map(\.key) == ["name", "message"])
        #expect(members.last?.value.string?.hasPrefix("caf\u{FFFD} and") == true)
    }

    @Test("keeps the text before the cut, wherever that goes through a character or an escape")
    func everyCut() {
        let line = Array(#"{"name":"s","message":"ü\n\ud83d\ude00\\\"😀z""#.utf8)
        let begin = Array(#"{"name":"s","message":""#.utf8).count
        for end in begin..<(line.count - 1) {
            let members = LongObject.first(Array(line[..<end]))
            #expect(members.map(\.key) == ["name", "message"], "cut at \(end)")
            guard case .string(let text)? = members.last?.value else { continue }
            #expect("ü\n😀\\\"😀z".unicodeScalars.starts(with: text.dropLast().unicodeScalars) && text.hasSuffix("…"))
        }
    }
}
