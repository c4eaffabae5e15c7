import Domain
import Foundation
import Platform
import TestSupport
import Testing

@testable import Execution

@Suite("What is kept of requirements")
struct RequirementsCacheTests {
    private let scratch: GitScratch
    private let cache: RequirementsCache

    init() throws {
        scratch = try GitScratch("cache")
        cache = RequirementsCache(
            of: RunFolder(path: scratch.file("runs/1")),
            limits: FolderCopy.Limits(entries: 10, bytes: 1_000)
        )
        try scratch.write("a", to: "source/roles/demo/tasks/main.yml")
    }

    private func put(_ key: String, mark: String = "m", _ titles: [String] = ["role demo"]) throws
        -> RequirementsCache.Entry
    {
        try cache.put(scratch.file("source"), key, mark: mark, titles, isMoving: true) {}
    }

    @Test("is found by its key, the newest first, and copied whole")
    func newest() throws {
        #expect(try cache.newest("k") == nil)
        _ = try put("k", mark: "a", ["old"])
        let entry = try put("k", mark: "b", ["new"])
        _ = try put("other", mark: "c")
        #expect(try cache.newest("k") == entry)
        #expect(try cache.newest("k")?.record.isMoving == true && cache.newest("x") == nil)
        try cache.take(entry, to: scratch.file("copy")) {}
        #expect(
            try String(contentsOfFile: scratch.file("copy/roles/demo/tasks/main.yml"), encoding: .utf8)
                == "a"
        )
        #expect(
            try FileManager.default.attributesOfItem(atPath: cache.folder)[.posixPermissions] as? Int
                == 0o700
        )
    }

    @Test("is not used when it is not what was put in")
    func damaged() throws {
        let entry = try put("k")
        try Data("changed".utf8).write(
            to: URL(filePath: "\(cache.folder)/\(entry.name)/installed/roles/demo/tasks/main.yml")
        )
        #expect(throws: DamagedCache.self) { try cache.take(entry, to: scratch.file("copy")) {} }
        try Data("{".utf8).write(to: URL(filePath: "\(cache.folder)/\(entry.name)/record.json"))
        #expect(try cache.newest("k") == nil)
    }

    @Test("is not more than may be, and leaves nothing half made")
    func limits() throws {
        for number in 0..<10 { try scratch.write("a", to: "source/file\(number)") }
        #expect(throws: TooMuchToCopy.self) { try put("k") }
        #expect(try Folder.names(in: cache.folder).isEmpty)
    }

    @Test("goes when it was not used for long, and what was left half made with it")
    func tidy() throws {
        let old = try put("k", mark: "a")
        try DurableFile.write(Array("1000\n".utf8), to: "\(cache.folder)/\(old.name)/used")
        let halfMade = ".new-\(WallClock.now())-y"
        for name in [".new-000000000001000-x", halfMade] { try Folder.create("\(cache.folder)/\(name)") }
        let fresh = try put("l", mark: "b")
        let kept = try put("m", mark: "c")
        try cache.tidy(but: kept.name)
        #expect(try Set(Folder.names(in: cache.folder)) == [fresh.name, kept.name, halfMade])
    }
}
