import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The deliveries that are remembered")
struct DeliveryMemoryTests {
    private var memory = DeliveryMemory()

    private func hook(_ delivery: String?, of source: String = "config") -> PushHook {
        PushHook(source: .sample(source), delivery: delivery)
    }

    @Test("are known again, each of its own source")
    mutating func known() {
        memory.remember(hook("a"), as: Identifier(1))
        #expect(memory.request(of: hook("a")) == Identifier(1))
        #expect(memory.request(of: hook("b")) == nil)
        #expect(memory.request(of: hook("a", of: "other")) == nil)
    }

    @Test("have a name")
    mutating func nameless() {
        memory.remember(hook(nil), as: Identifier(1))
        #expect(memory.request(of: hook(nil)) == nil)
    }

    @Test("are the newest ones alone")
    mutating func bounded() {
        for number in 0...DeliveryMemory.kept + 1 { memory.remember(hook("\(number)"), as: Identifier(Int64(number))) }
        #expect(memory.request(of: hook("0")) == nil)
        #expect(memory.request(of: hook("1")) == nil)
        #expect(memory.request(of: hook("2")) == Identifier(2))
        #expect(memory.request(of: hook("\(DeliveryMemory.kept + 1)")) != nil)
    }
}
