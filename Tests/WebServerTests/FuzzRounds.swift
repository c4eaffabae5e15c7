import Foundation

/// How long and with which numbers the fuzz tests run: `RECONCILER_FUZZ_ROUNDS` and `RECONCILER_FUZZ_SEED` change it.
enum FuzzRounds {
    /// For tests that call a parser.
    static let inMemory = number("RECONCILER_FUZZ_ROUNDS") ?? 20_000
    /// For tests that make a connection each time.
    static let overTheWire = max(1, inMemory / 10)
    static let seed = UInt64(number("RECONCILER_FUZZ_SEED") ?? 7_540_113)

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init).map { max(0, $0) }
    }
}
