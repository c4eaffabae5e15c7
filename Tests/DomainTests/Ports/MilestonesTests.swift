import Domain
import Synchronization
import Testing

@Suite("Milestones")
struct MilestonesTests {
    @Test("are told to whoever watches, and to nobody else")
    func watched() {
        let seen = Mutex<[Milestone]>([])
        let milestones = Milestones(environment: ["A": "b"]) { milestone in seen.withLock { $0.append(milestone) } }
        milestones.reach(.runBegun)
        milestones.reach(.exitWritten)
        Milestones.unwatched.reach(.mainEnded)
        #expect(seen.withLock { $0 } == [.runBegun, .exitWritten])
        #expect(milestones.isWatched && !Milestones.unwatched.isWatched)
        #expect(Milestones.unwatched.environment.isEmpty)
    }

    @Test("have names that can be those of files")
    func names() {
        for milestone in Milestone.allCases {
            #expect(milestone.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
        }
    }
}
