import Domain
import TestSupport
import Testing

@Suite("A deployment that a person cancels")
struct CancellationTests {
    private let word = Cancellation(user: "eve", at: .sample(5))

    @Test("goes on until its run has ended, in the name of the first who asked")
    func running() throws {
        var deployment = Deployment.sample(phase: .sampleRunning)
        try deployment.cancel(word)
        try deployment.cancel(Cancellation(user: "anna", at: .sample(6)))
        #expect(deployment.state == .running)
        #expect(deployment.cancellation == word)
        #expect(deployment.takeEvents().isEmpty)

        #expect(
            try deployment.finish(RunEnd(outcome: .failed, exitCode: 3, message: "why"), at: .sample(9)) == .cancelled
        )
        guard case .finished(let finish) = deployment.phase else { throw StillRunning() }
        #expect(finish.message == "cancelled by eve")
        #expect(finish.exitCode == 3)
        #expect(deployment.takeEvents().map(\.name) == ["DeploymentCancelled"])
    }

    @Test("has succeeded all the same if it was done before")
    func succeeded() throws {
        var deployment = Deployment.sample(phase: .sampleRunning)
        try deployment.cancel(word)
        #expect(try deployment.finish(RunEnd(outcome: .succeeded, exitCode: 0), at: .sample(9)) == .succeeded)
    }

    private struct StillRunning: Error {}
}
