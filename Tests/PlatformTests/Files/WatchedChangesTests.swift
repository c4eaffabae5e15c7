import Testing

@testable import Platform

@Suite("Changes of watched files")
struct WatchedChangesTests {
    /// One event, as inotify(7) describes it.
    private func event(watch: Int32, _ what: UInt32, name: Int = 0) -> [UInt8] {
        let numbers = [UInt32(bitPattern: watch), what, 0, UInt32(name)]
        let head = numbers.flatMap { number in withUnsafeBytes(of: number) { Array($0) } }
        return head + [UInt8](repeating: 0x61, count: name)
    }

    @Test("are read whatever the length of their names")
    func names() {
        var changes = WatchedChanges()
        changes.add(event(watch: 3, 0x2) + event(watch: 4, 0x100, name: 16) + event(watch: 5, 0x8000))
        changes.add(event(watch: 3, 0x100, name: 256))
        #expect(changes.watches == [3, 4, 5])
        #expect(changes.ended == [5])
        #expect(!changes.areIncomplete)
    }

    @Test("are incomplete when the system says that it has lost some")
    func lost() {
        var changes = WatchedChanges()
        changes.add(event(watch: -1, 0x4000))
        #expect(changes.areIncomplete)
    }

    @Test("are not read beyond what is there")
    func short() {
        var changes = WatchedChanges()
        changes.add(Array(event(watch: 1, 0x2).prefix(15)))
        changes.add(Array(event(watch: 2, 0x2, name: 64).prefix(20)))
        #expect(changes.watches == [2])
    }
}
