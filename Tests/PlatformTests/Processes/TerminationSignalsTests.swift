import Glibc
import Platform
import Testing

@Suite("Termination signals")
struct TerminationSignalsTests {
    @Test("come as values, in order")
    func delivered() async throws {
        var signals = try TerminationSignals.stream().makeAsyncIterator()

        for (number, value) in [(SIGHUP, TerminationSignal.hangUp), (SIGTERM, .terminate), (SIGINT, .interrupt)] {
            try #require(kill(getpid(), number) == 0)
            #expect(await signals.next() == value)
        }
    }
}
