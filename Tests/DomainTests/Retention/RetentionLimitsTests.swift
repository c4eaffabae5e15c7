import Domain
import Testing

@Suite("The limits of what is kept")
struct RetentionLimitsTests {
    @Test("let one run's output take half of what all may take, at most")
    func outputBytes() {
        var limits = RetentionLimits()
        #expect(limits.outputBytes == 1 << 30)
        limits.totalLogBytes = 1 << 30
        #expect(limits.outputBytes == 1 << 29)
        limits.logBytes = 100
        #expect(limits.outputBytes == 100)
        limits.totalLogBytes = 0
        #expect(limits.outputBytes == 1)
    }
}
