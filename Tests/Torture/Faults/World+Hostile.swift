import Domain
import Platform
import TestSupport

extension World {
    /// In seconds: what the poll of a hostile source may take.
    private static let longestPoll = Double(HostileBudget.time) + 30

    /// Lets the other source serve what is made to harm, and wants the good one's commits deployed meanwhile.
    func beHostile(_ random: inout SplitMix64) throws {
        var row = HostileRow(seed: random.next())
        for _ in 0..<3 {
            guard let recipe = row.next() else { return }
            do {
                try keepPace {
                    try hostile.serve(recipe)
                    pollSoon(of: [hostile.calmService])
                    return { try self.awaitAnswer() }
                }
            } catch {
                throw Violation("beside the repository \(recipe): \(error)")
            }
            try hostile.calmDown()
        }
    }

    /// Waits until the hostile source has been read, or refused, and none of its services is being deployed.
    private func awaitAnswer() throws {
        let isOver = Patience.wait(upTo: Self.longestPoll, every: 50) {
            (try? api.sync()) != nil && !isBusy
        }
        guard isOver else { throw Violation("the hostile source comes to no end") }
    }

    private var isBusy: Bool {
        // What does not answer is busy.
        ["running", "queued"].contains { state in
            let some = try? api.get("deployments?state=\(state)&limit=500")["items"]?.array
            return some?.contains { Services.isHostile($0["service"]?.string ?? "") } ?? true
        }
    }
}
