import TestSupport
import Testing

@testable import Domain
@testable import Reconciler

@Suite("What the log says of events")
struct EventLogTests {
    private let recording = RecordingLog()
    private let log: EventLog

    init() { log = EventLog(recording) }

    private func problem(_ number: Int) -> Problem {
        let position = TextPosition(line: number, column: 2)
        return Problem(.invalidDefinition, path: .sample("web/service.json"), position: position, message: "bad")
    }

    private func ended(_ outcome: Deployment.Outcome, _ message: String?) -> Deployment.Record {
        let (begin, end) = (Instant(millisecondsSince1970: 1_000), Instant(millisecondsSince1970: 3_500))
        let finish = Deployment.Finish(
            outcome: outcome,
            queued: begin,
            started: begin,
            finished: end,
            exitCode: 3,
            message: message
        )
        return Deployment.sample(id: 7, phase: .finished(finish)).record
    }

    @Test("is a warning for a deployment that failed, with its service, its try and why")
    func failed() throws {
        log.tell(.deploymentFailed(DeploymentFailed(deployment: ended(.failed, "exit status 3"))))
        let line = try #require(recording.lines.first)
        #expect(line.level == .warning)
        #expect(line.message == "deployment failed")
        let expected = [
            "deployment": "7", "service": "web", "attempt": "1", "state": "failed", "exit_code": "3",
            "duration_ms": "2500", "reason": "exit status 3",
        ]
        for (name, value) in expected { #expect(line.fields[name] == value) }
    }

    @Test("leaves out what there is not")
    func success() throws {
        log.tell(.deploymentFinished(DeploymentFinished(deployment: ended(.succeeded, nil))))
        let line = try #require(recording.lines.first)
        #expect(line.level == .info)
        #expect(line.fields["reason"] == nil)
    }

    @Test("names each new problem of a definition with its place, once, and that there is none any more")
    func problems() throws {
        log.tell(.serviceUpdated(ServiceUpdated(.sample(problems: [problem(1)]))))
        log.tell(.serviceUpdated(ServiceUpdated(.sample(problems: [problem(1), problem(2)]))))
        #expect(recording.lines.map(\.level) == [.warning, .warning])
        #expect(recording.lines.map { $0.fields["line"] } == ["1", "2"])
        let line = try #require(recording.lines.first)
        #expect(line.fields["service"] == "web")
        #expect(line.fields["path"] == "web/service.json")
        #expect(line.fields["problem"] == "bad")
        log.tell(.serviceUpdated(ServiceUpdated(.sample())))
        log.tell(.serviceUpdated(ServiceUpdated(.sample())))
        #expect(recording.lines.count == 3)
        #expect(recording.lines.last?.level == .info)
    }

    @Test("counts the problems beyond a limit")
    func manyProblems() {
        let problems = (1...EventLog.mostProblems + 5).map(problem)
        log.tell(.sourceUpdated(SourceUpdated(source: .sample(problems: problems))))
        #expect(recording.lines.count == EventLog.mostProblems + 1)
        #expect(recording.lines.last?.fields["more"] == "5")
    }

    @Test("warns of a history that was rewritten")
    func rewritten() {
        log.tell(.sourceRewritten(SourceRewritten(source: .sample(), before: .sample("b"))))
        #expect(recording.lines.map(\.level) == [.warning])
        #expect(recording.lines.first?.fields["before"] == Revision.sample("b").hex)
    }
}
