import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The runtime state")
struct RuntimeStateTests {
    private let one = Source.ID(1)
    private let two = Source.ID(2)

    @Test("say once that every source has been read")
    func read() {
        let runtimeState = RuntimeState(time: ManualTime())
        runtimeState.configure([one, two])
        #expect(!runtimeState.markRead(one))
        #expect(!runtimeState.present.allSourcesRead)
        #expect(runtimeState.markRead(two))
        #expect(runtimeState.present.allSourcesRead)
        #expect(!runtimeState.markRead(one))
    }

    @Test("forget sources that are not configured any more")
    func configure() {
        let runtimeState = RuntimeState(time: ManualTime())
        runtimeState.configure([one])
        _ = runtimeState.markRead(one)
        runtimeState.configure([one, two])
        #expect(runtimeState.present.configured == [one, two])
        #expect(!runtimeState.present.allSourcesRead)
        runtimeState.configure([one])
        #expect(runtimeState.present.allSourcesRead)
    }
}
