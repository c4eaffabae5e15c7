package import Domain
import Synchronization

/// Both clocks, moved by hand.
package final class ManualTime: TimeSource {
    private let state: Mutex<(wall: Int64, boot: BootMoment)>

    package init(wall: Int64 = 1_000, boot: BootMoment = .sample()) {
        state = Mutex((wall, boot))
    }

    package func now() -> Instant { Instant(millisecondsSince1970: state.withLock { $0.wall }) }

    package func sinceBoot() -> BootMoment { state.withLock { $0.boot } }

    /// Lets so many milliseconds pass on both clocks.
    package func pass(_ milliseconds: Int64) {
        state.withLock { state in
            state.wall += milliseconds
            state.boot = BootMoment(boot: state.boot.boot, milliseconds: state.boot.milliseconds + milliseconds)
        }
    }

    /// Puts the wall clock forward, or back, by so many milliseconds.
    package func jump(_ milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }

    /// Starts the machine anew.
    package func reboot(_ boot: String) {
        state.withLock { $0.boot = BootMoment(boot: boot, milliseconds: 0) }
    }
}

/// Chance that is always the same.
package struct FixedRandom: RandomSource {
    private let value: Double

    package init(_ value: Double = 0.5) {
        self.value = value
    }

    package func unit() -> Double { value }
}
