import Platform
import TestSupport
import Testing

@Suite("Repositories that are made to harm")
struct HostileRepositoryTests {
    @Test(
        "neither end, fill nor hold up a daemon that follows a good one beside them",
        .behindTheGate(andThen: HostileRounds.seconds)
    )
    func rounds() async throws {
        try await withFolder { folder in
            let scene = try await HostileScene(in: folder)
            defer { scene.disk?.remove() }
            try await Self.meetAll(scene)
            try await scene.end()
        }
    }

    /// One after the other until the time is over.
    private static func meetAll(_ scene: HostileScene) async throws {
        let end = BootClock.now() + Int64(HostileRounds.seconds) * 1_000
        for (index, recipe) in HostileRounds.recipes.enumerated() {
            guard BootClock.now() < end else { return }
            do {
                try await scene.meet(recipe, number: index + 1)
            } catch {
                throw Harm(recipe: recipe, round: index + 1, error: error)
            }
        }
    }

    private struct Harm: Error, CustomStringConvertible {
        let recipe: HostileRecipe
        let round: Int
        let error: any Error

        var description: String {
            """
            round \(round) with the repository \(recipe): \(error)
            again: RECONCILER_FUZZ_RECIPE=\(recipe) swift test --filter HostileRepositoryTests, \
            or from the start with RECONCILER_FUZZ_SEED=\(HostileRounds.seed)
            to look at it: Torture --hostile \(recipe) FOLDER
            """
        }
    }
}
