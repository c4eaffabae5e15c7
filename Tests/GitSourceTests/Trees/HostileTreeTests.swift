import Domain
import TestSupport
import Testing

@testable import GitSource

@Suite("A hostile tree", .endsWhenItHangs)
struct HostileTreeTests {
    private let store = MemoryStore()

    private func definitions(_ root: ObjectID) throws -> DefinitionIndex {
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(root)
        return snapshot.definitions
    }

    private func script() throws -> [(name: [UInt8], mode: EntryMode, id: ObjectID)] {
        let definition = try store.add(blob: Array(#"{"name": "web", "deploy_script": "deploy"}"#.utf8))
        return [
            (Array("deploy".utf8), .executable, try store.add(blob: [0x78])),
            (Array("service.json".utf8), .file, definition),
        ]
    }

    @Test(
        "with a name that no file can have breaks the service",
        arguments: ["..", ".", ".git", ".GIT", "a/b", String(repeating: "n", count: 256)]
    )
    func names(name: String) throws {
        let bad = (Array(name.utf8), EntryMode.file, try store.add(blob: []))
        let problems = try definitions(try store.add(tree: [bad] + script())).valid(in: .root)
        #expect(problems == nil)
        let folder = (Array(name.utf8), EntryMode.folder, try store.add(tree: script()))
        #expect(try definitions(try store.add(tree: [folder])).files.isEmpty)
    }

    @Test("with a name twice breaks the service")
    func twice() throws {
        let (one, other) = (try store.add(blob: [1]), try store.add(blob: [2]))
        let entries = [(Array("a".utf8), EntryMode.file, one), (Array("a".utf8), EntryMode.link, other)]
        #expect(try definitions(try store.add(tree: entries + script())).broken == [.root])
    }

    @Test("with a folder's name that is not UTF-8 reports its service")
    func encoding() throws {
        let root = try store.add(tree: [([0x66, 0xFF], .folder, try store.add(tree: script()))])
        let index = try definitions(root)
        #expect(index.files.values.flatMap(\.problems).map(\.message) == ["the folder's name is not UTF-8"])
    }

    @Test("of a billion folders, all the same, is looked at once")
    func bomb() throws {
        var tree = try store.add(tree: [(Array("f".utf8), .file, try store.add(blob: [1]))])
        for _ in 0..<10 {
            tree = try store.add(tree: (0..<10).map { (Array("d\($0)".utf8), .folder, tree) })
        }
        #expect(try definitions(tree).files.isEmpty)
        let covered = try store.add(tree: [(Array("bomb".utf8), .folder, tree)] + script())
        let problems = try definitions(covered).files.values.flatMap(\.problems)
        #expect(problems.map(\.message).first?.hasPrefix("the service covers 21111111112 files and folders") == true)
    }

    @Test("with more links than are looked at breaks the service, whichever of them leaves the source")
    func links() throws {
        let (good, bad) = (try store.add(blob: Array("deploy".utf8)), try store.add(blob: Array("/etc/passwd".utf8)))
        let links = { (count: Int, last: ObjectID) in
            (1...count).map { (Array("l\(100_000 + $0)".utf8), EntryMode.link, $0 == count ? last : good) }
        }
        let folder = { try self.store.add(tree: links($0, $1)) }
        let messages = { (inner: ObjectID) in
            let root = try self.store.add(tree: [(Array("links".utf8), .folder, inner)] + self.script())
            return try self.definitions(root).files.values.flatMap(\.problems).map(\.message)
        }
        #expect(try messages(folder(TreeLimits.oddities, good)).isEmpty)
        #expect(try messages(folder(TreeLimits.oddities, bad)).count == 1)
        let tooMany = "the folder holds more than \(TreeLimits.oddities) links, too many to be checked"
        #expect(try messages(folder(TreeLimits.oddities + 1, bad)) == [tooMany])
    }

    @Test("of more services than are allowed is refused as a whole")
    func services() throws {
        var tree = try store.add(tree: script())
        for _ in 0..<6 { tree = try store.add(tree: (0..<10).map { (Array("d\($0)".utf8), .folder, tree) }) }
        #expect(throws: SourceFailure.self) { try definitions(tree) }
    }

    @Test("that is deeper than anybody nests is followed no further")
    func deep() throws {
        var tree = try store.add(tree: script())
        for _ in 0..<5_000 { tree = try store.add(tree: [(Array("d".utf8), .folder, tree)]) }
        #expect(try definitions(tree).files.isEmpty)
        let covered = try store.add(tree: [(Array("d".utf8), .folder, tree)] + script())
        #expect(try definitions(covered).broken == [.root])
    }

    @Test("of bytes that are no entries ends where they begin")
    func garbage() {
        for bytes in [
            [], [0x31], Array("100644 ".utf8), Array("100644 a\0short".utf8), [UInt8](repeating: 0x20, count: 99),
        ] {
            #expect(Tree(bytes).map(\.name).isEmpty)
        }
    }
}
