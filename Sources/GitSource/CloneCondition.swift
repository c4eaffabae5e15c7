internal import Platform
internal import Synchronization

/// Whether a source's clone is known to be damaged, by whoever reads it.
final class CloneCondition: Sendable {
    /// How long a new clone is not made anew again, in milliseconds: what does not help is not done without end.
    private static let rest: Int64 = 600_000

    private struct State {
        var isDamaged = false
        var renewals = 0
        var lastRenewal: Int64?

        func mayBeRenewed(at now: Int64) -> Bool { lastRenewal.map { now - $0 >= CloneCondition.rest } ?? true }
    }

    private let state = Mutex(State())
    /// Those who have found the clone damaged, one at a time.
    let turns = Turns()

    /// How often the clone was made anew.
    var renewals: Int { state.withLock { $0.renewals } }

    /// Whether the clone has not been made anew just now.
    var mayBeRenewed: Bool { state.withLock { $0.mayBeRenewed(at: BootClock.now()) } }

    /// Has the next poll make the clone anew, unless that was done just now.
    func noteDamage() {
        state.withLock { if $0.mayBeRenewed(at: BootClock.now()) { $0.isDamaged = true } }
    }

    /// Whether it is damaged; whoever asks makes it anew.
    func takeDamage() -> Bool {
        state.withLock { state in
            defer { state.isDamaged = false }
            return state.isDamaged
        }
    }

    func noteRenewal() {
        state.withLock { state in
            state.isDamaged = false
            state.renewals += 1
            state.lastRenewal = BootClock.now()
        }
    }
}
