import Domain
import Synchronization

/// A disk of which so much is free as the test says.
final class ScriptedDisk: DiskMeasuring {
    private let answer: Mutex<Int64?>

    init(free: Int64 = 1 << 40) {
        answer = Mutex(free)
    }

    /// Nil cannot be looked at.
    func has(free bytes: Int64?) { answer.withLock { $0 = bytes } }

    func free() throws -> Int64 {
        guard let bytes = answer.withLock({ $0 }) else { throw Unreachable(what: "the disk") }
        return bytes
    }

    func use() -> DiskUse { DiskUse(store: 1, runs: 2, sources: 3) }
}
