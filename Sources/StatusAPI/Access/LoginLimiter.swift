internal import Domain
internal import Synchronization

/// Slows down whoever guesses passwords: a few tries at once from one network, then one in a while.
final class LoginLimiter: Sendable {
    /// Tries that may fail in a row.
    static let burst: Int64 = 10
    /// How long it takes until one more may, in milliseconds.
    static let interval: Int64 = 10_000
    /// Networks that are remembered; of more, those that have failed least are forgotten.
    static let places = 4_096

    private let time: any TimeSource
    /// When a network has all its tries again, in milliseconds since the boot.
    private let recovered = Mutex<[IPAddress: Int64]>([:])

    init(time: any TimeSource) {
        self.time = time
    }

    /// How many networks are remembered.
    var count: Int { recovered.withLock { $0.count } }

    /// Takes a try, to be given back if it succeeds.
    ///
    /// - Returns: Nil, or the whole seconds until the next try is worth it.
    func take(from address: IPAddress) -> Int64? {
        let now = time.sinceBoot().milliseconds
        return recovered.withLock { recovered in
            let begin = max(now, recovered[address.network] ?? now)
            let wait = begin - now - (Self.burst - 1) * Self.interval
            guard wait <= 0 else { return (wait + 999) / 1_000 }
            recovered[address.network] = begin + Self.interval
            Self.forget(&recovered, now)
            return nil
        }
    }

    /// Gives a try back.
    func giveBack(to address: IPAddress) {
        let now = time.sinceBoot().milliseconds
        recovered.withLock { recovered in
            guard let then = recovered[address.network] else { return }
            recovered[address.network] = then - Self.interval > now ? then - Self.interval : nil
        }
    }

    private static func forget(_ recovered: inout [IPAddress: Int64], _ now: Int64) {
        guard recovered.count > places else { return }
        recovered = recovered.filter { $0.value > now }
        while recovered.count > places, let least = recovered.min(by: { $0.value < $1.value }) {
            recovered[least.key] = nil
        }
    }
}
