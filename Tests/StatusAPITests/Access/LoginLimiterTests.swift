import TestSupport
import Testing

@testable import StatusAPI

@Suite("Who guesses passwords")
struct LoginLimiterTests {
    private let time = ManualTime()
    private let eve: IPAddress
    private let bob: IPAddress

    init() throws {
        eve = try #require(IPAddress("192.0.2.7"))
        bob = try #require(IPAddress("192.0.2.8"))
    }

    @Test("has a few tries, then one in a while; others are not held up")
    func limited() throws {
        let limiter = LoginLimiter(time: time)
        for _ in 0..<LoginLimiter.burst { #expect(limiter.take(from: eve) == nil) }
        #expect(limiter.take(from: eve) == 10)
        #expect(limiter.take(from: bob) == nil)
        time.pass(9_001)
        #expect(limiter.take(from: eve) == 1)
        time.pass(999)
        #expect(limiter.take(from: eve) == nil)
        #expect(limiter.take(from: eve) == 10)
    }

    @Test("is not who knows the password")
    func givenBack() {
        let limiter = LoginLimiter(time: time)
        for _ in 0..<100 {
            #expect(limiter.take(from: eve) == nil)
            limiter.giveBack(to: eve)
        }
        #expect(limiter.count == 0)
        limiter.giveBack(to: bob)
        #expect(limiter.take(from: bob) == nil)
    }

    @Test("has a whole network of IPv6 to choose addresses from")
    func networks() throws {
        let limiter = LoginLimiter(time: time)
        for number in 0..<LoginLimiter.burst {
            #expect(limiter.take(from: try #require(IPAddress("2001:db8::\(number)"))) == nil)
        }
        #expect(limiter.take(from: try #require(IPAddress("2001:db8::ffff"))) != nil)
        #expect(limiter.take(from: try #require(IPAddress("2001:db8:0:1::1"))) == nil)
    }

    @Test("is remembered in a memory that does not grow, those with most failures longest")
    func bounded() throws {
        let limiter = LoginLimiter(time: time)
        for _ in 0..<LoginLimiter.burst { _ = limiter.take(from: eve) }
        for number in 0..<LoginLimiter.places + 50 {
            _ = limiter.take(from: try #require(IPAddress("10.0.\(number / 256).\(number % 256)")))
        }
        #expect(limiter.count == LoginLimiter.places)
        #expect(limiter.take(from: eve) != nil)
        time.pass(1_000_000)
        _ = limiter.take(from: bob)
        #expect(limiter.count == 1)
    }
}
