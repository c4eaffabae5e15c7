import Testing

@testable import CLI

@Suite("How many connections a listener has")
struct ConnectionSharesTests {
    @Test(
        "leaves files to the rest of the daemon, and has an end",
        arguments: [
            (1_024, false, [192, 0, 576]), (1_024, true, [192, 128, 448]), (20_000, false, [1_024, 0, 16_384]),
            (12_000, true, [1_024, 128, 10_592]), (524_288, true, [1_024, 128, 16_384]), (0, true, [64, 128, 64]),
            (UInt64.max, false, [1_024, 0, 16_384]),
        ] as [(UInt64, Bool, [Int])]
    )
    func shares(limit: UInt64, takesHooks: Bool, connections: [Int]) {
        let shares = ConnectionShares(openFiles: limit, takesHooks: takesHooks, runs: 0, sources: 0)
        #expect([shares.control, shares.hooks, shares.status] == connections)
        let all = connections.reduce(0, +)
        #expect(limit < 512 || UInt64(all) + 256 <= limit)
    }

    @Test("leaves each run and each source its own, and clients a few whatever that takes")
    func crowd() {
        let shares = ConnectionShares(openFiles: 10_000, takesHooks: false, runs: 1_000, sources: 1_000)
        #expect(shares.control + shares.status == 10_000 - 256 - 1_000 - 4_000)
        let few = ConnectionShares(openFiles: 1_024, takesHooks: false, runs: 1_000, sources: 1_000)
        #expect([few.control, few.status] == [64, 64])
    }
}
