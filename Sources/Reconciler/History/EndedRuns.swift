package import Domain
import Synchronization

/// The runs that have ended since somebody looked, and the bell that tells of them.
package final class EndedRuns: Sendable {
    private let ended = Mutex<Set<Deployment.ID>>([])
    package let wakeup = Wakeup()

    package init() {}

    package func note(_ deployment: Deployment.ID) {
        ended.withLock { _ = $0.insert(deployment) }
        wakeup.ring()
    }

    /// Hands them over, and forgets them.
    package func take() -> Set<Deployment.ID> {
        ended.withLock { ended in
            defer { ended = [] }
            return ended
        }
    }
}
