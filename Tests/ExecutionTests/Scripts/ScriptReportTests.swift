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
        #expect(Self.read(Array(line.utf8)) == .step(Self.update("a", state, message)))
    }

    private static func read(_ bytes: [UInt8]) -> ScriptReport.Line { ScriptReport.read(bytes, at: now) }

    private static let lenientLines: [(String, String?)] = [
        ("\r{\"name\": \"a\", \"state\": \"failure\"}\r", nil),
        ("\u{FEFF}{\"name\": \"a\", \"state\": \"failure\"}", nil),
        (#"{"name": "a", "state": "failure", "ratio": NaN, "most": Infinity, "least": [-Infinity]}"#, nil),
        (#"{"name": "a", "state": "failure", "message": {"ratio": NaN}}"#, #"{"ratio":"NaN"}"#),
        (#"{"name": "a", "state": "failure", "message": "caf\udce9.txt"}"#, "caf\u{FFFD}.txt"),
        (#"{"name": "a", "state": "failure", "message": "\ud83d\ud83d\ude00"}"#, "\u{FFFD}😀"),
        (#"{"name": "a", "state": "failure", "message": "\ud83d\u0041\ud83d\n"}"#, "\u{FFFD}A\u{FFFD}\n"),
        ("{\"name\": \"a\", \"state\": \"failure\", \"message\": \"one\ttwo\"}", "one\ttwo"),
        (#"{"name": "b", "state": "success", "name": "a", "state": "failure"}"#, nil),
        (deep(100), nil), (deep(100_000), nil),
    ]

    private static func deep(_ levels: Int) -> String {
        let (open, close) = (String(repeating: #"[{"]":"#, count: levels), String(repeating: "}]", count: levels))
        return #"{"name": "a", "more": \#(open)1\#(close), "state": "failure"}"#
    }

    @Test("is read as leniently as Python reads it, so that no failure is lost", arguments: lenientLines)
    func lenient(line: String, message: String?) {
        #expect(Self.read(Array(line.utf8)) == .step(Self.update("a", .failure, message)))
    }

    @Test("may hold bytes that are not UTF-8, in its message and in its name")
    func notUTF8() {
        let line = Array(#"{"name": "a", "state": "failure", "message": "caf"#.utf8) + [0xE9] + Array(#".txt"}"#.utf8)
        #expect(Self.read(line) == .step(Self.update("a", .failure, "caf\u{FFFD}.txt")))
        let name = Array(#"{"name": ""#.utf8) + [0xFF] + Array(#"", "state": "failure"}"#.utf8)
        #expect(Self.read(name) == .step(Self.update("\u{FFFD}", .failure)))
    }

    @Test("keeps the message of a state that nobody knows", arguments: ["warning", "failed", "SUCCESS", ""])
    func unknownState(word: String) {
        let line = #"{"name": "a", "state": "\#(word)", "message": "not active"}"#
        #expect(Self.read(Array(line.utf8)) == .unknownState(Self.update("a", .running, "not active"), word))
    }

    @Test("leaves a step in an unknown state in the state that it has")
    func staying() {
        var progress = ScriptProgress()
        progress.take(Self.update("good", .success))
        progress.take(Self.update("bad", .failure))
        #expect(["good", "bad", "new"].map { progress.state(of: $0) } == [.success, .failure, .running])
        progress.take(Self.update("good", .running))
        progress.take(Self.update("bad", .success))
        #expect(["good", "bad"].map { progress.state(of: $0) } == [.running, .success])
    }

    @Test(
        "is unreadable where it begins like one and is none",
        arguments: [
            #"{"name": "a", "sta"#, #"{"name": "a", "state": "failure", "message": "said "no""}"#,
            #"{'name': 'a', 'state': 'failure'}"#, #"{"name": "a", "state": "success"} trailing"#,
            #"{"state": "failure", "message": "nameless"}"#, #"{"name": 1, "state": "success"}"#,
            #"{"name": "", "state": "success"}"#, #"{"name": "a", "state": "failure", "more": 01}"#,
        ]
    )
    func unreadable(line: String) {
        guard case .unreadable = Self.read(Array(line.utf8)) else {
            Issue.record("read as \(Self.read(Array(line.utf8)))")
            return
        }
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "plain", "{", "{ ", "[]", #""name""#, #"{"name": "a"}"#, #"{"name": "a", "state": "pending"}"#,
            #"{"name": "a", "state": 1}"#, "{1}", "{ print $1 }", "  {",
        ]
    )
    func plainOutput(line: String) {
        #expect(Self.read(Array(line.utf8)) == .plain)
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
        StepUpdate(name: name, state: state, message: message, time: now, placement: .afterLastBegun)
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
