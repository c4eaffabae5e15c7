import Domain
import Platform
import Testing

@testable import Execution

@Suite("A script's report")
struct ScriptReportTests {
    private static let now = Instant(millisecondsSince1970: 9)

    @Test(
        "is a JSON object with a name and one of three states",
        arguments: [
            (#"{"name": "a", "state": "running"}"#, Step.State.running, nil),
            (#"  {"state": "success", "name": "a", "more": [1]}"#, .success, nil),
            (#"{"name": "a", "state": "failure", "error_message": "bad", "message": "m"}"#, .failure, "bad"),
            (#"{"name": "a", "state": "failure", "error_message": "", "message": "m"}"#, .failure, "m"),
            (#"{"name": "a", "state": "success", "message": {"rc": 0}}"#, .success, #"{"rc":0}"#),
            (#"{"name": "a", "state": "success", "message": null}"#, .success, nil),
        ]
    )
    func reports(line: String, state: Step.State, message: String?) {
        let expected = StepUpdate(name: "a", state: state, message: message, time: Self.now)
        #expect(ScriptReport.line(Array(line.utf8), at: Self.now) == expected)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "plain", "{", "[]", #""name""#, #"{"name": "a"}"#, #"{"name": "", "state": "success"}"#,
            #"{"name": 1, "state": "success"}"#, #"{"name": "a", "state": "pending"}"#,
            #"{"name": "a", "state": "success"} trailing"#, #"{"name": "a", "name": "b", "state": "success"}"#,
        ]
    )
    func plainOutput(line: String) {
        #expect(ScriptReport.line(Array(line.utf8), at: Self.now) == nil)
    }

    @Test("may leave its state to be seen from its times when it comes by HTTP")
    func impliedState() throws {
        func state(_ body: String) throws -> Step.State? {
            ScriptReport.body(try JSONParser.parse(body, limits: .line).value, at: Self.now)?.state
        }
        #expect(try state(#"{"name": "a", "started": "2026-01-01T00:00:00Z"}"#) == .running)
        #expect(try state(#"{"name": "a", "finished": "2026-01-01T00:00:00Z"}"#) == .success)
        #expect(try state(#"{"name": "a", "error_message": "bad"}"#) == .failure)
        #expect(try state(#"{"name": "a", "state": "bored"}"#) == nil)
    }

    private static func update(_ name: String, _ state: Step.State, _ message: String? = nil) -> StepUpdate {
        StepUpdate(name: name, state: state, message: message, time: now)
    }

    private static let verdicts: [([StepUpdate], Platform.ExitStatus, Verdict)] = [
        ([], .exited(0), .succeeded),
        ([], .exited(3), .failed("exit status 3: last words")),
        ([], .signaled(9), .failed("killed by signal 9 (SIGKILL): last words")),
        ([update("a", .failure, "one\n two")], .exited(0), .failed("step \"a\" failed: one; two")),
        ([update("a", .failure), update("a", .success)], .exited(0), .succeeded),
        (
            [update("a", .failure), update("b", .failure), update("b", .success)], .exited(0),
            .failed("step \"a\" failed")
        ),
        ([update("a", .failure, "why")], .exited(2), .failed("step \"a\" failed: why")),
    ]

    @Test("decides with the exit status whether the run succeeded", arguments: verdicts)
    func verdict(updates: [StepUpdate], status: Platform.ExitStatus, verdict: Verdict) {
        var progress = ScriptProgress()
        updates.forEach { progress.take($0) }
        #expect(progress.verdict(status, lastWords: "last words") == verdict)
    }
}
