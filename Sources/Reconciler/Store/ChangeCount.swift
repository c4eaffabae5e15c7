internal import Synchronization

/// How often the store has been changed since the start; in memory, so that looking costs nothing.
package final class ChangeCount: Sendable {
    private let begun = Atomic<Int64>(0)
    private let ended = Atomic<Int64>(0)

    package init() {}

    /// Nil while a change is being made: it may be there to be read, or not yet.
    package var value: Int64? {
        // What has ended is looked at first: a change that begins between both looks is under way.
        let ended = ended.load(ordering: .sequentiallyConsistent)
        return begun.load(ordering: .sequentiallyConsistent) == ended ? ended : nil
    }

    /// A change that is to come; it does not count before it begins.
    func change() -> Change { Change(of: self) }

    /// One change, from before anybody can read it until everybody can.
    final class Change: Sendable {
        private let count: ChangeCount
        private let hasBegun = Atomic<Bool>(false)

        fileprivate init(of count: ChangeCount) {
            self.count = count
        }

        func begin() {
            guard !hasBegun.exchange(true, ordering: .sequentiallyConsistent) else { return }
            count.begun.add(1, ordering: .sequentiallyConsistent)
        }

        /// Does nothing if it has not begun.
        func end() {
            guard hasBegun.exchange(false, ordering: .sequentiallyConsistent) else { return }
            count.ended.add(1, ordering: .sequentiallyConsistent)
        }
    }
}
