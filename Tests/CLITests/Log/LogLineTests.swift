import Domain
import Testing

@testable import CLI

@Suite("A line of the log")
struct LogLineTests {
    private let time = Instant(millisecondsSince1970: 0)

    @Test("is words with quotes only where they are needed")
    func text() {
        let line = LogLine.text(
            .text,
            time,
            .info,
            "accepted",
            ["source": "config", "error": "two words\n\"x\"", "e": "", "affected": 3, "services": ["a", "b"]]
        )
        let expected =
            #"1970-01-01T00:00:00.000Z info accepted source=config error="two words\n\"x\"" e="" affected=3 "#
            + "services=a,b"
        #expect(line == expected)
    }

    @Test("is one JSON object, in which numbers, truth values and lists are what they are")
    func json() {
        let none: String? = nil
        let line = LogLine.text(
            .json,
            time,
            .error,
            "poll failed",
            ["error": "a\nb", "failures": 3, "changed": false, "services": ["a"], "user": none]
        )
        let expected =
            #"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"poll failed","error":"a\nb","#
            + #""failures":3,"changed":false,"services":["a"]}"#
        #expect(line == expected)
    }

    @Test("has its own names to itself, and loses no field for that", arguments: LogFormat.allCases)
    func reserved(format: LogFormat) {
        let line = LogLine.text(format, time, .error, "held", ["message": "why", "level": "x", "time": 1])
        let expected =
            switch format {
            case .text:
                "1970-01-01T00:00:00.000Z error held field_message=why field_level=x field_time=1"
            case .json:
                #"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"held","field_message":"why","#
                    + #""field_level":"x","field_time":1}"#
            }
        #expect(line == expected)
    }
}
