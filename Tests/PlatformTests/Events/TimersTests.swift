import TestSupport
import Testing

@testable import Platform

@Suite("Timers")
struct TimersTests {
    @Test("come in the order of their times, and not before")
    func order() {
        var random = SplitMix64(seed: 11)
        var timers = Timers()
        let times = (0..<1_000).map { _ in Int64.random(in: 0..<500, using: &random) }
        for (id, time) in times.enumerated() { timers.add(time, for: UInt64(id)) }
        #expect(timers.timeout(now: times.min() ?? 0) == 0)

        var taken: [UInt64] = []
        for now in Int64(0)..<500 {
            while let id = timers.takeDue(now) {
                #expect(times[Int(id)] == now)
                taken.append(id)
            }
        }
        #expect(taken.sorted() == (0..<1_000).map(UInt64.init))
        #expect(timers.timeout(now: 500) == -1)
    }

    @Test("say how long to wait")
    func timeout() {
        var timers = Timers()
        #expect(timers.timeout(now: 5) == -1)
        timers.add(20, for: 1)
        timers.add(10, for: 2)
        #expect(timers.timeout(now: 5) == 5)
        #expect(timers.timeout(now: 15) == 0)
        timers.add(Int64.max, for: 3)
        #expect(timers.takeDue(20) == 2)
        #expect(timers.takeDue(20) == 1)
        #expect(timers.timeout(now: 0) == Int32.max)
    }

    @Test("forget what nobody wants any more, and keep the rest in order")
    func keep() {
        var timers = Timers()
        for id in UInt64(0)..<100 { timers.add(Int64((id * 37) % 100), for: id) }
        timers.keep { $0 % 10 == 0 }
        #expect(timers.count == 10)
        var taken: [UInt64] = []
        while let id = timers.takeDue(100) { taken.append(id) }
        #expect(taken == [0, 30, 60, 90, 20, 50, 80, 10, 40, 70])
    }
}
