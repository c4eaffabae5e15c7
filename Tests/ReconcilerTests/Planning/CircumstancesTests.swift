import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The circumstances")
struct CircumstancesTests {
    private let one = Source.ID(1)
    private let two = Source.ID(2)

    @Test("say once that every source has been read")
    func read() {
        let circumstances = Circumstances(time: ManualTime())
        circumstances.configure([one, two])
        #expect(!circumstances.markRead(one))
        #expect(!circumstances.present.allSourcesRead)
        #expect(circumstances.markRead(two))
        #expect(circumstances.present.allSourcesRead)
        #expect(!circumstances.markRead(one))
    }

    @Test("forget sources that are not configured any more")
    func configure() {
        let circumstances = Circumstances(time: ManualTime())
        circumstances.configure([one])
        _ = circumstances.markRead(one)
        circumstances.configure([one, two])
        #expect(circumstances.present.configured == [one, two])
        #expect(!circumstances.present.allSourcesRead)
        circumstances.configure([one])
        #expect(circumstances.present.allSourcesRead)
    }
}
