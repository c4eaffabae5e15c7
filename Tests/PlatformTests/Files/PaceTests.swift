import Testing

@testable import Platform

@Suite("The pace of changes")
struct PaceTests {
    @Test("lets few by at once, and makes the next wait for the rest of their span")
    func burst() {
        var pace = Pace()
        #expect((0..<3).map { _ in pace.pause(now: 100) } == [nil, nil, nil])
        #expect(pace.pause(now: 101) == .milliseconds(4))
        #expect((0..<3).map { _ in pace.pause(now: 105) } == [nil, nil, nil])
        #expect(pace.pause(now: 109) == .milliseconds(1))
    }

    @Test("is some hundred times a second at most, however long it goes on")
    func storm() {
        var pace = Pace()
        var (now, count) = (Int64(1_000_000), 0)
        while now < 1_010_000 {
            count += 1
            now += pace.pause(now: now).map { Int64($0 / .milliseconds(1)) } ?? 0
        }
        #expect(count == 8_000)
    }
}
