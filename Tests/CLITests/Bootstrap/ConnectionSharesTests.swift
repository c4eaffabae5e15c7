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
        let shares = ConnectionShares(openFiles: limit, takesHooks: takesHooks)
        #expect([shares.control, shares.hooks, shares.status] == connections)
        let all = connections.reduce(0, +)
        #expect(limit < 512 || UInt64(all) + 256 <= limit)
    }
}
