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
            ["source": "config", "error": "two words\n\"x\"", "e": ""]
        )
        #expect(line == #"1970-01-01T00:00:00.000Z info accepted source=config error="two words\n\"x\"" e="""#)
    }

    @Test("is one JSON object, whose own keys no field takes")
    func json() {
        let line = LogLine.text(.json, time, .error, "poll failed", ["error": "a\nb", "level": "x"])
        #expect(
            line
                == #"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"poll failed","error":"a\nb"}"#
        )
    }
}
