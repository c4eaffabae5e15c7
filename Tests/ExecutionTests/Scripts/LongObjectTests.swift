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
        ScriptReport.line(.long(long(text)), at: now)
    }

    @Test(
        "is a report by what its two ends say",
        arguments: [
            #"{"name":"s","state":"failure","message":"F"}"#,
            #" { "state" : "failure", "name" : "s", "message" : "F" }"#,
            #"{"message":"F","name":"s","state":"failure"}"#, #"{"name":"s","message":"F , " , "state":"failure"}"#,
            #"{"name":"s","more":{"state":"success"},"message":"F","state":"failure","list":["a","b"]}"#,
            #"{"name":"s","message":"F, \"state\":\"success\"","state":"failure"}"#,
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
            #"{"name":"s","state":"success","message":"F","state":"failure"}"#,
            #"{"message":"F","name":"s","state":"failure"} trailing"#, "{F", "F", #"{"F"#, #"{,,,]]]}}F"#,
        ]
    )
    func none(text: String) {
        #expect(Self.step(text.replacing("F", with: Self.filling)) == nil)
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
