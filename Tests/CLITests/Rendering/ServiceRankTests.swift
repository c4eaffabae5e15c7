import Domain
import Testing

@testable import CLI

@Suite("The order of services")
struct ServiceRankTests {
    @Test("has what is broken first, then what is under way, waits, is suspended, and is in sync")
    func order() throws {
        let services = [
            Samples.service("a"),
            Samples.service("b", sync: "out_of_sync", health: "suspended", decision: "hold", reason: "suspended"),
            Samples.service("c", sync: "out_of_sync", health: "missing", decision: "wait", reason: "dependency"),
            Samples.service("d", sync: "out_of_sync", health: "progressing", decision: "wait", reason: "running"),
            Samples.service("e", sync: "out_of_sync", health: "degraded", decision: "hold", reason: "stalled"),
            Samples.service("f", sync: "unknown", health: "healthy", decision: "hold", reason: "invalid_definition"),
            Samples.service("g", sync: "out_of_sync", health: "degraded", decision: "wait", reason: "backoff"),
        ]
        #expect(ServiceRank.ordered(services).compactMap { $0.line("name") } == ["e", "f", "g", "d", "c", "b", "a"])
        #expect(ServiceRank.totals(services) == "3 broken, 1 under way, 1 waiting, 1 suspended, 1 in sync")
    }
}
