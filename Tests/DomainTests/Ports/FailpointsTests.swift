import Domain
import Synchronization
import Testing

@Suite("Failpoints")
struct FailpointsTests {
    @Test("are told to whoever watches, and to nobody else")
    func watched() {
        let seen = Mutex<[Failpoint]>([])
        let failpoints = Failpoints(environment: ["A": "b"]) { failpoint in seen.withLock { $0.append(failpoint) } }
        failpoints.reach(.runBegun)
        failpoints.reach(.exitWritten)
        Failpoints.unwatched.reach(.mainEnded)
        #expect(seen.withLock { $0 } == [.runBegun, .exitWritten])
        #expect(failpoints.isWatched && !Failpoints.unwatched.isWatched)
        #expect(Failpoints.unwatched.environment.isEmpty)
    }

    @Test("have names that can be those of files")
    func names() {
        for failpoint in Failpoint.allCases {
            #expect(failpoint.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
        }
    }
}
