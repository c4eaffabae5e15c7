import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The first readings of all sources")
struct FirstReadingsTests {
    private let clock = ManualClock()

    @Test("are waited for")
    func all() async {
        let readings = StartBarrier(expected: [Source.ID(1), Source.ID(2)])
        let limit = Task { [clock] in await readings.limit(by: clock) }
        async let waiting: Void = readings.all()
        await readings.arrive(Source.ID(1))
        #expect(await eventually { clock.sleeping == 1 })
        await readings.arrive(Source.ID(2))
        await waiting
        await limit.value
        #expect(clock.sleeping == 0)
        await readings.all()
    }

    @Test("are not waited for forever, and not beyond the daemon's end")
    func limits() async {
        let readings = StartBarrier(expected: [Source.ID(1)])
        let limit = Task { [clock] in await readings.limit(by: clock) }
        async let waiting: Void = readings.all()
        #expect(await eventually { clock.sleeping == 1 })
        clock.advance(by: StartBarrier.patience)
        await waiting
        await limit.value

        let others = StartBarrier(expected: [Source.ID(1)])
        let second = Task { [clock] in await others.limit(by: clock) }
        async let alsoWaiting: Void = others.all()
        second.cancel()
        await alsoWaiting
    }
}
