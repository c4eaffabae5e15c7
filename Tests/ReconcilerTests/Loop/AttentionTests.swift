import Domain
import Reconciler
import Testing

@Suite("Attention")
struct AttentionTests {
    private let attention = Attention()

    @Test("collects what was asked for, and hands it over once")
    func collects() {
        attention.ask(for: [Identifier(1), Identifier(2)])
        attention.ask(for: [Identifier(2), Identifier(3)])
        #expect(attention.take() == .some([Identifier(1), Identifier(2), Identifier(3)]))
        #expect(attention.take() == .some([]))
    }

    @Test("to all includes everything that is asked for beside it")
    func all() {
        attention.ask(for: [Identifier(1)])
        attention.askForAll()
        attention.ask(for: [Identifier(2)])
        #expect(attention.take() == .all)
    }

    @Test("keeps what was postponed apart until it is its turn")
    func postpones() {
        attention.postpone(.some([Identifier(1)]))
        attention.postpone(.some([Identifier(2)]))
        #expect(attention.hasPostponed)
        #expect(attention.take() == .some([]))
        attention.resume()
        #expect(!attention.hasPostponed)
        #expect(attention.take() == .some([Identifier(1), Identifier(2)]))
        attention.postpone(.all)
        attention.ask(for: [Identifier(1)])
        attention.resume()
        #expect(attention.take() == .all)
    }

    @Test("rings once for many requests")
    func rings() async {
        attention.ask(for: [Identifier(1)])
        attention.ask(for: [Identifier(2)])
        var rings = attention.wakeup.rings.makeAsyncIterator()
        #expect(await rings.next() != nil)
        attention.askForAll()
        #expect(await rings.next() != nil)
        #expect(attention.take() == .all)
    }
}
