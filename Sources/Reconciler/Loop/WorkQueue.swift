package import Domain
import Synchronization

/// The services that the loop has to look at, and the bell that tells it so.
package final class WorkQueue: Sendable {
    private let pending = Mutex<Pending>(.some([]))
    private let postponed = Mutex<Pending>(.some([]))
    package let wakeup = Wakeup()

    package init() {}

    /// Which services wait to be looked at.
    package enum Pending: Equatable, Sendable {
        case some(Set<Service.ID>)
        case all
    }

    package func add(_ services: some Sequence<Service.ID>) {
        pending.withLock { $0.add(.some(Set(services))) }
        wakeup.ring()
    }

    package func addAll() {
        pending.withLock { $0 = .all }
        wakeup.ring()
    }

    /// Asks for what could not be looked at now to be looked at after a while; rings only for the first of them.
    package func postpone(_ services: Pending) {
        let isFirst = postponed.withLock { postponed in
            defer { postponed.add(services) }
            return postponed == .some([])
        }
        if isFirst { wakeup.ring() }
    }

    /// Whether something waits for ``resume()``.
    package var hasPostponed: Bool { postponed.withLock { $0 != .some([]) } }

    /// Asks for what was postponed.
    package func resume() {
        let services = postponed.withLock { $0.take() }
        pending.withLock { $0.add(services) }
        wakeup.ring()
    }

    /// Hands over what waits, and forgets it.
    package func take() -> Pending { pending.withLock { $0.take() } }

    /// Hands over the services that wait one by one; those of a look at everything go on waiting.
    package func takeSome() -> Set<Service.ID> {
        pending.withLock { pending in
            guard case .some(let services) = pending else { return [] }
            pending = .some([])
            return services
        }
    }
}

extension WorkQueue.Pending {
    fileprivate mutating func add(_ other: WorkQueue.Pending) {
        if case .some(let services) = self, case .some(let others) = other {
            self = .some(services.union(others))
        } else {
            self = .all
        }
    }

    fileprivate mutating func take() -> WorkQueue.Pending {
        defer { self = .some([]) }
        return self
    }
}
