import TestSupport

/// How long, and with which repositories, the hostile tests run.
///
/// `RECONCILER_FUZZ_SECONDS` and `RECONCILER_FUZZ_SEED` change it; `RECONCILER_FUZZ_RECIPE` names one repository.
enum HostileRounds {
    static let seconds = number("RECONCILER_FUZZ_SECONDS") ?? 45
    static let seed = UInt64(number("RECONCILER_FUZZ_SEED") ?? 7_540_113)

    /// The repositories in their order; where no small file system can be had, those that fill no disk.
    static var recipes: AnySequence<HostileRecipe> {
        if let recipe = Program.environment["RECONCILER_FUZZ_RECIPE"].flatMap(HostileRecipe.init) {
            return AnySequence([recipe])
        }
        let kinds = HostileKind.allCases.filter { SmallDisk.isPossible || !$0.fillsDisks }
        return AnySequence(HostileRow(seed: seed, among: kinds))
    }

    private static func number(_ name: String) -> Int? {
        Program.environment[name].flatMap { Int($0) }.map { max(0, $0) }
    }
}
