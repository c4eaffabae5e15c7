import Glibc
import Platform
import Testing

@Suite("The clocks")
struct ClockTests {
    @Test("count milliseconds")
    func plausible() {
        let before = BootClock.now()
        #expect(before > 0)
        #expect(BootClock.now() >= before)
        #expect(abs(WallClock.now() - Int64(time(nil)) * 1_000) < 5_000)
    }

    @Test("name this start of the machine, always the same")
    func bootID() throws {
        let id = try BootClock.bootID()

        #expect(id.count == 36)
        #expect(try BootClock.bootID() == id)
    }
}
