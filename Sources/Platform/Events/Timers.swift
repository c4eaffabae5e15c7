/// What is to be looked at when: a heap, its earliest time first.
///
/// Deadlines move more often than they are met. An entry is not moved with them: when its time has come one sees
/// whether the deadline has, and adds another entry if not.
package struct Timers {
    private struct Entry {
        let time: Int64
        let id: UInt64
    }

    private var heap: [Entry] = []

    package init() {}

    package var count: Int { heap.count }

    package mutating func add(_ time: Int64, for id: UInt64) {
        heap.append(Entry(time: time, id: id))
        rise()
    }

    /// One of those whose time has come.
    package mutating func takeDue(_ now: Int64) -> UInt64? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
        return first.id
    }

    /// How long to wait at most, as `epoll_wait` wants it.
    package func timeout(now: Int64) -> Int32 {
        guard let first = heap.first else { return -1 }
        return Int32(clamping: max(0, first.time - now))
    }

    /// Drops the entries of all but these.
    mutating func keep(_ isWanted: (UInt64) -> Bool) {
        let kept = heap.filter { isWanted($0.id) }
        heap = []
        for entry in kept { add(entry.time, for: entry.id) }
    }

    private mutating func rise() {
        var place = heap.count - 1
        while place > 0, heap[place].time < heap[(place - 1) / 2].time {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while let child = earlierChild(of: place), heap[child].time < heap[place].time {
            heap.swapAt(place, child)
            place = child
        }
    }

    private func earlierChild(of place: Int) -> Int? {
        let left = 2 * place + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1].time < heap[left].time ? left + 1 : left
    }
}
