import Domain
import Platform
import Testing

@testable import Execution

@Suite("What the plugin says of a playbook")
struct AnsibleEventTests {
    private static let now: Instant = Instant(millisecondsSince1970: 9)

    private static func event(_ text: String) -> AnsibleEvent? { AnsibleEvent(Array(text.utf8)) }

    private static func result(_ more: String) -> String {
        #"{"event":"result","task":"t1","name":"copy","host":"alpha",\#(more)}"#
    }

    private static let resultCases: [(String, Step.State, Bool, String?)] = [
        (#""status":"ok","changed":false,"message":"fine""#, .success, false, "fine"),
        (#""status":"changed","changed":true,"message":"""#, .success, true, nil),
        (#""status":"skipped","changed":false,"message":"not today""#, .skipped, false, "not today"),
        (#""status":"failed","changed":false,"message":"broken""#, .failure, false, "broken"),
        (#""status":"ignored","changed":false,"message":"broken""#, .success, false, "failed, ignored: broken"),
        (#""status":"failed","rescued":true,"message":"broken""#, .success, false, "failed, rescued: broken"),
        (#""status":"unreachable","message":"no route""#, .failure, false, "unreachable: no route"),
        (#""status":"unreachable","ignored_unreachable":true"#, .success, false, "unreachable, ignored"),
        (#""status":"ok","delegate":"beta","message":"done""#, .success, false, "on beta: done"),
    ]

    @Test("makes a result a step on its host", arguments: resultCases)
    func resultIsStep(more: String, state: Step.State, changed: Bool, message: String?) throws {
        var translator = AnsibleEventTranslator()
        let event = try #require(Self.event(Self.result(more)))
        let expected = StepUpdate(
            name: "copy",
            key: "t1",
            host: "alpha",
            state: state,
            changed: changed,
            message: message,
            time: Self.now,
            placement: .afterLastBegun
        )
        #expect(translator.translate(event, at: Self.now) == [.step(expected)])
    }

    @Test("makes a plan of tasks with their ids, and of handlers without")
    func plan() throws {
        var translator = AnsibleEventTranslator()
        let text = #"{"event":"plan","play":"p","tasks":[{"task":"t1","name":"one"}],"handlers":["restart"]}"#
        let planned = [
            StepReport.PlannedStep(name: "one", key: "t1"), StepReport.PlannedStep(name: "restart", key: nil),
        ]
        #expect(translator.translate(try #require(Self.event(text)), at: Self.now) == [.plan(planned)])
    }

    @Test("names the task whose host begins or tries again")
    func running() throws {
        var translator = AnsibleEventTranslator()
        func translate(_ text: String) throws -> StepUpdate? {
            guard case .step(let update)? = translator.translate(try #require(Self.event(text)), at: Self.now).first
            else { return nil }
            return update
        }
        #expect(try translate(#"{"event":"host_start","task":"t1","host":"alpha"}"#) == nil)
        #expect(try translate(#"{"event":"task_start","task":"t1","name":"one","kind":"task"}"#)?.host == nil)
        let begun = try translate(#"{"event":"host_start","task":"t1","host":"alpha"}"#)
        #expect(begun?.name == "one" && begun?.host == "alpha" && begun?.state == .running)
        let again = try translate(
            #"{"event":"retry","task":"t1","host":"alpha","attempt":1,"of":3,"message":"not yet"}"#
        )
        #expect(again?.message == "attempt 1 of 3 failed: not yet")
    }

    @Test(
        "is nothing where it is cut or unknown",
        arguments: ["", "{", "[]", #"{"event":"x"}"#, #"{"event":"result"}"#]
    )
    func unknown(line: String) {
        #expect(Self.event(line) == nil)
    }

    private static let start: String = #"{"event":"playbook_start"}"#
    private static let failed: String = result(#""status":"failed","message":"broken""#)

    private static func stats(_ hosts: String, more: Bool = false) -> String {
        #"{"event":"stats","hosts":{\#(hosts)}\#(more ? #","more":true"# : "")}"#
    }

    private static let good: String = #""alpha":{"ok":1,"failures":0,"unreachable":0}"#
    private static let bad: String = #""beta":{"ok":1,"failures":1,"unreachable":0}"#
    private static let lost: String = #""beta":{"ok":1,"failures":0,"unreachable":1}"#

    private static let verdictCases: [([String], Platform.ExitStatus, String?)] = [
        ([start, stats(good)], .exited(0), nil),
        ([start, failed, stats(good)], .exited(2), "task \"copy\" failed on alpha: broken"),
        ([stats(good)], .exited(0), "ansible-playbook ended well, but no playbook was seen to start"),
        ([start], .exited(0), "ansible-playbook ended well, but without statistics"),
        ([start, stats(bad)], .exited(0), "failed on beta"),
        ([start, stats(lost)], .exited(0), "failed on beta"),
        ([start, stats(bad, more: true), stats(good)], .exited(0), "failed on beta"),
        ([start, stats(bad), stats(good)], .exited(0), nil),
        ([], .exited(4), "ansible-playbook: exit status 4: ERROR! no"),
        ([], .signaled(15), "ansible-playbook: killed by signal 15 (SIGTERM): ERROR! no"),
    ]

    @Test("decides with the exit status whether the run succeeded", arguments: verdictCases)
    func verdict(events: [String], status: Platform.ExitStatus, message: String?) {
        var progress = PlaybookProgress()
        events.compactMap { Self.event($0) }.forEach { progress.take($0) }
        let verdict = progress.verdict(status, lastWords: "ERROR! no")
        #expect(verdict == message.map(Verdict.failed) ?? .succeeded)
    }

    private static let begun: String = #"{"event":"play_start","play":"Web"}"#
    private static let unmatched: String = #"{"event":"no_hosts_matched","play":"Web"}"#

    @Test(
        "fails a playbook that did nothing, and says why",
        arguments: [
            ([begun, unmatched], "no host matched (play \"Web\")"), ([begun], "no task ran, although hosts matched"),
            ([begun, unmatched, begun], "no task ran, although hosts matched"), ([], "the playbook has no play"),
        ]
    )
    func nothing(events: [String], message: String) {
        var progress = PlaybookProgress()
        for event in ([Self.start] + events + [Self.stats("")]).compactMap({ Self.event($0) }) { progress.take(event) }
        #expect(progress.verdict(.exited(0), lastWords: nil).message?.hasPrefix(message) == true)
    }
}
