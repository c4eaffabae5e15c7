import Domain
import Testing

@testable import Execution
@testable import Platform

@Suite("The record of a run's end")
struct ExitFileTests {
    @Test("is not there before it is whole, and fits its room whatever it says")
    func largest() throws {
        let folder = RunFolder(path: "/tmp/exit-tests-\(UInt64.random(in: 0...UInt64.max))")
        try Folder.create(folder.path)
        // A test that left something irremovable behind has failed already.
        defer { try? FolderRemoval.remove(folder.path) }
        try ExitFile.reserve(in: folder)
        #expect(try ExitFile.read(in: folder) == nil)
        let record = ExitRecord(
            outcome: .failed,
            exitCode: 3,
            signal: nil,
            message: String(repeating: "\u{1}", count: 9_000),
            leftovers: Array(repeating: String(repeating: "\u{2}", count: 900), count: 900),
            survivors: Array(repeating: Survivor(.strange), count: 900)
        )
        #expect(record.json.bytes().count <= ExitRecord.room)
        try ExitFile.write(record, in: folder)
        #expect(try ExitFile.read(in: folder) == record)
        #expect(try Folder.names(in: folder.path) == ["exit.json"])
    }

    @Test("cuts texts by characters and by bytes")
    func excerpts() {
        #expect(Excerpt.cut("short") == "short")
        #expect(Excerpt.cut(String(repeating: "ä", count: 9_000)).count == 4_096)
        let tower = "e" + String(repeating: "\u{301}", count: 500_000)
        #expect(Excerpt.cut(tower).utf8.count <= 4 * 4_096 + 3)
        #expect(Excerpt.line("one \t x\n\n  two\r\n") == "one x; two")
    }
}

extension ProcessEntry {
    /// As long as a process may be called, and longer.
    fileprivate static let strange = ProcessEntry(
        pid: .max,
        parent: 1,
        name: String(repeating: "\u{3}", count: 900),
        isZombie: false,
        started: UInt64(Int64.max)
    )
}
