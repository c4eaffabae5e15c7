internal import Synchronization

/// How often the store has been changed since the start; in memory, so that looking costs nothing.
package final class ChangeCount: Sendable {
    private let count = Atomic<Int64>(0)

    package init() {}

    package var value: Int64 { count.load(ordering: .acquiring) }

    func increase() { count.add(1, ordering: .acquiringAndReleasing) }
}
