import Domain
import Reconciler
import Testing

@Suite("The work queue")
struct WorkQueueTests {
    private let workQueue = WorkQueue()

    @Test("collects what was asked for, and hands it over once")
    func collects() {
        workQueue.add([Identifier(1), Identifier(2)])
        workQueue.add([Identifier(2), Identifier(3)])
        #expect(workQueue.take() == .some([Identifier(1), Identifier(2), Identifier(3)]))
        #expect(workQueue.take() == .some([]))
    }

    @Test("to all includes everything that is asked for beside it")
    func all() {
        workQueue.add([Identifier(1)])
        workQueue.addAll()
        workQueue.add([Identifier(2)])
        #expect(workQueue.take() == .all)
    }

    @Test("keeps what was postponed apart until it is its turn")
    func postpones() {
        workQueue.postpone(.some([Identifier(1)]))
        workQueue.postpone(.some([Identifier(2)]))
        #expect(workQueue.hasPostponed)
        #expect(workQueue.take() == .some([]))
        workQueue.resume()
        #expect(!workQueue.hasPostponed)
        #expect(workQueue.take() == .some([Identifier(1), Identifier(2)]))
        workQueue.postpone(.all)
        workQueue.add([Identifier(1)])
        workQueue.resume()
        #expect(workQueue.take() == .all)
    }

    @Test("rings once for many requests")
    func rings() async {
        workQueue.add([Identifier(1)])
        workQueue.add([Identifier(2)])
        var rings = workQueue.wakeup.rings.makeAsyncIterator()
        #expect(await rings.next() != nil)
        workQueue.addAll()
        #expect(await rings.next() != nil)
        #expect(workQueue.take() == .all)
    }
}
