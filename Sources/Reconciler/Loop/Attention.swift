package import Domain
import Synchronization

/// The services that the loop has to look at, and the bell that tells it so.
package final class Attention: Sendable {
    private let pending = Mutex<Pending>(.some([]))
    package let wakeup = Wakeup()

    package init() {}

    /// Which services wait to be looked at.
    package enum Pending: Equatable, Sendable {
        case some(Set<Service.ID>)
        case all
    }

    package func ask(for services: some Sequence<Service.ID>) {
        pending.withLock { pending in
            if case .some(let others) = pending { pending = .some(others.union(services)) }
        }
        wakeup.ring()
    }

    package func askForAll() {
        pending.withLock { $0 = .all }
        wakeup.ring()
    }

    /// Hands over what waits, and forgets it.
    package func take() -> Pending {
        pending.withLock { pending in
            defer { pending = .some([]) }
            return pending
        }
    }
}
