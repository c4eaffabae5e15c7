import Domain
import TestSupport
import Testing

@Suite("The age of the history")
struct HistoryAgeTests {
    private func position(_ number: Int64) -> HistoryPosition {
        HistoryPosition(deployment: Identifier(number), decision: Identifier(number), event: number)
    }

    @Test("is that of the last mark which is old enough")
    func marks() {
        var age = HistoryAge(from: .sample(0))
        age.note(position(1), forAge: 64)
        #expect(age.position(olderThan: 64) == nil)
        for moment in Int64(1)...70 {
            age.pass(to: .sample(moment))
            age.note(position(moment + 1), forAge: 64)
        }
        #expect(age.position(olderThan: 64) == position(7))
        #expect(age.position(olderThan: 70) == nil)
    }

    @Test("has no more marks than it needs, and one at most where nothing happens")
    func bounded() {
        var age = HistoryAge(from: .sample(0))
        for moment in Int64(0)...10_000 {
            age.pass(to: .sample(moment))
            age.note(position(moment), forAge: 640)
            #expect(age.marks.count <= 66)
        }
        let last = age.marks.last?.position
        for moment in Int64(10_001)...20_000 {
            age.pass(to: .sample(moment))
            age.note(last ?? position(0), forAge: 640)
        }
        #expect(age.marks.map(\.position) == [last])
        #expect(age.position(olderThan: 640) == last)
    }

    @Test("counts after a restart of the machine what it runs, and never backwards")
    func reboot() {
        var age = HistoryAge(from: .sample(1_000))
        age.pass(to: .sample(5_000))
        #expect(age.elapsed == 4_000)
        age.pass(to: .sample(300, boot: "boot-2"))
        #expect(age.elapsed == 4_300)
        age.pass(to: .sample(100, boot: "boot-2"))
        #expect(age.elapsed == 4_300)
    }

    @Test("is news when a mark has come or gone, or when much time has passed")
    func news() {
        var stored = HistoryAge(from: .sample(0))
        #expect(stored.isNews(after: nil, forAge: 640))
        stored.note(position(1), forAge: 640)
        var age = stored
        age.pass(to: .sample(9))
        #expect(!age.isNews(after: stored, forAge: 640))
        age.pass(to: .sample(10))
        #expect(age.isNews(after: stored, forAge: 640))
        age.note(position(2), forAge: 640)
        #expect(age.isNews(after: stored, forAge: 640))
    }
}
