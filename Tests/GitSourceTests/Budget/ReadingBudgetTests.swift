import Domain
import TestSupport
import Testing

@testable import GitSource

@Suite("The budget for reading a revision", .endsWhenItHangs)
struct ReadingBudgetTests {
    private let store = MemoryStore()

    private typealias Entry = (name: [UInt8], mode: EntryMode, id: ObjectID)

    /// What a revision defines, read with a small budget.
    private func definitions(_ root: ObjectID, _ change: (inout ReadingBudget) -> Void = { _ in }) throws
        -> DefinitionIndex
    {
        var budget = ReadingBudget()
        change(&budget)
        let snapshot = SourceSnapshot(base: .root, store: store, budget: budget)
        _ = try snapshot.read(root)
        return snapshot.definitions
    }

    private func problems(_ root: ObjectID, _ change: (inout ReadingBudget) -> Void = { _ in }) throws -> [String] {
        try definitions(root, change).files.sorted { $0.key < $1.key }.flatMap(\.value.problems).map(\.description)
    }

    private func failure(_ root: ObjectID, _ change: (inout ReadingBudget) -> Void) -> String {
        do {
            _ = try definitions(root, change)
            return ""
        } catch {
            return "\(error)"
        }
    }

    private func entry(_ name: String, _ mode: EntryMode, _ id: ObjectID) -> Entry { (Array(name.utf8), mode, id) }

    private func folder(_ entries: [Entry]) throws -> ObjectID { try store.add(tree: entries) }

    /// A service that watches `../shared`.
    private func service(_ name: String) throws -> Entry {
        let text = #"{"name": "\#(name)", "deploy_script": "deploy", "watch": ["../shared"]}"#
        return entry(
            name,
            .folder,
            try folder([
                entry("deploy", .executable, try store.add(blob: [0x78])),
                entry("service.json", .file, try store.add(blob: Array(text.utf8))),
            ])
        )
    }

    /// `count` services that watch `shared`, and one that does not.
    private func revision(sharing shared: Entry, count: Int = 1) throws -> ObjectID {
        let plain = #"{"name": "plain", "deploy_script": "deploy"}"#
        let innocent = try folder([
            entry("deploy", .executable, try store.add(blob: [0x78])),
            entry("service.json", .file, try store.add(blob: Array(plain.utf8))),
        ])
        let services = try (0..<count).map { try service("s\($0 + 1_000)") }
        return try folder([entry("plain", .folder, innocent)] + services + [shared])
    }

    /// `levels` folders in each other, each ten times in the one around it.
    private func bomb(_ levels: Int, around content: [Entry] = []) throws -> Entry {
        var tree = try folder(content)
        for _ in 0..<levels { tree = try folder((0..<10).map { entry("d\($0)", .folder, tree) }) }
        return entry("shared", .folder, tree)
    }

    @Test("finds a bomb of empty folders by its numbers, names the place and the key, and lets other services be")
    func folders() throws {
        let root = try revision(sharing: try bomb(60))
        store.forgetReads()
        let found = try problems(root)
        #expect(
            found == [
                "s1000/service.json: the service covers countless files and folders, most of them in shared; at most "
                    + "1000000 are exported; if that is meant, raise \"budget.entries\""
            ]
        )
        #expect(store.readTrees.count < 1_000)
        #expect(try definitions(root).valid(in: RepositoryPath(components: ["plain"])) != nil)
    }

    @Test("counts folders, files and links, each as often as an export writes it")
    func entries() throws {
        let file = entry("f", .file, try store.add(blob: [1]))
        // 10 folders with a file each, the folder itself, and the script.
        let root = try revision(sharing: try bomb(1, around: [file]))
        #expect(try problems(root) { $0.entries = 22 }.isEmpty)
        #expect(try problems(root) { $0.entries = 21 }.first?.contains("covers 22 files and folders") == true)
    }

    @Test("counts a blob's bytes under each of its names")
    func bytes() throws {
        let blob = try store.add(blob: [UInt8](repeating: 7, count: 1_000))
        let names = (0..<100).map { entry("f\($0 + 100)", .file, blob) }
        let root = try revision(sharing: entry("shared", .folder, try folder(names)))
        #expect(try problems(root) { $0.bytes = 100_001 }.isEmpty)
        let found = try problems(root) { $0.bytes = 100_000 }
        #expect(found.count == 1)
        #expect(found.first?.contains("100001 bytes, most of them in shared") == true)
        #expect(found.first?.contains("\"budget.bytes\"") == true)
    }

    @Test("refuses a file by its size alone, with its path")
    func fileBytes() throws {
        let large = try store.add(blob: [UInt8](repeating: 7, count: 5_000))
        let inner = try folder([entry("big", .file, large)])
        let root = try revision(sharing: entry("shared", .folder, try folder([entry("a", .folder, inner)])))
        store.forgetReads()
        let found = try problems(root) { $0.fileBytes = 4_999 }
        #expect(
            found == [
                "shared/a/big: the file has 5000 bytes, more than 4999; if that is meant, raise \"budget.file_bytes\""
            ]
        )
        #expect(!store.readBlobs.contains(large))
        #expect(try problems(root) { $0.fileBytes = 5_000 }.isEmpty)
    }

    /// Links whose targets go in and out of a folder as often as a target has room, and then to the next link.
    private func windingLinks(_ count: Int) throws -> Entry {
        let winding = String(repeating: "d/../", count: 800)
        let links = try (0..<count).map { index in
            let target = winding + "l\(10_000 + (index + 1) % count)"
            return entry("l\(10_000 + index)", .link, try store.add(blob: Array(target.utf8)))
        }
        let inner = entry("d", .folder, try folder([]))
        return entry("shared", .folder, try folder([inner] + links))
    }

    @Test("ends the following of a thousand winding links, once for all services that cover them")
    func links() throws {
        let root = try revision(sharing: try windingLinks(999), count: 8)
        let found = try problems(root)
        let tooFar = found.filter { $0.contains("following the links from here takes more than 100000 steps") }
        #expect(tooFar.count == 8, "\(found)")
        #expect(try definitions(root).valid(in: RepositoryPath(components: ["plain"])) != nil)
    }

    @Test("ends where links lead from folder to folder, each with many links of its own")
    func linkedFolders() throws {
        let linked = try (1_000..<1_200).map { index in
            let links = try (1_000..<1_200).map { number in
                let target = "../f\(1_000 + (index + number) % 200)"
                return entry("l\(number)", .link, try store.add(blob: Array(target.utf8)))
            }
            return entry("f\(index)", .folder, try folder(links))
        }
        let first = entry("first", .link, try store.add(blob: Array("../x/f1000".utf8)))
        let root = try revision(sharing: entry("shared", .folder, try folder([first])))
        let others = try store.tree(root).map { entry in (Array(entry.name), entry.mode, entry.id) }
        let found = try problems(try folder(others + [entry("x", .folder, try folder(linked))]))
        let tooFar = found.filter { $0.contains("takes more than 100000 steps") }
        #expect(tooFar.count == 1, "\(found)")
    }

    @Test("lets links be that lead somewhere, also in great number")
    func manyLinks() throws {
        let target = try store.add(blob: Array("d/../file".utf8))
        let links = (0..<900).map { entry("l\(10_000 + $0)", .link, target) }
        let others = [
            entry("d", .folder, try folder([])), entry("file", .file, try store.add(blob: [1])),
        ]
        let root = try revision(sharing: entry("shared", .folder, try folder(others + links)), count: 8)
        #expect(try problems(root).isEmpty)
    }

    @Test("of links ends the whole reading when all services together spend ten times as much")
    func linksOfAll() throws {
        let target = try store.add(blob: Array("d/../file".utf8))
        let links = (0..<20).map { entry("l\(10_000 + $0)", .link, target) }
        let others = [entry("d", .folder, try folder([])), entry("file", .file, try store.add(blob: [1]))]
        let shared = entry("shared", .folder, try folder(others + links))
        let root = try revision(sharing: shared, count: 50)
        #expect(try problems(root) { $0.links = 1_000 }.isEmpty)
        #expect(failure(root) { $0.links = 100 }.contains("more than 1000 steps"))
    }

    @Test("of entries ends the whole reading when there are ten times as many folders to look into")
    func entriesOfAll() throws {
        let folders = try (0..<200).map { number in
            let file = entry("f\(number)", .file, try store.add(blob: [1]))
            return entry("d\(number + 1_000)", .folder, try folder([file]))
        }
        let root = try folder(folders)
        #expect(failure(root) { $0.entries = 1_000 }.isEmpty)
        #expect(failure(root) { $0.entries = 10 }.contains("more than 100 files and folders to look at"))
    }

    @Test("holds for all definitions of a source together, and for those that come with a change")
    func definitionBytes() throws {
        let shared = entry("shared", .folder, try folder([]))
        let (few, many) = (try revision(sharing: shared, count: 5), try revision(sharing: shared, count: 9))
        var budget = ReadingBudget()
        budget.definitionBytes = 500
        let snapshot = SourceSnapshot(base: .root, store: store, budget: budget)
        _ = try snapshot.read(few)
        let before = snapshot.definitions
        #expect(throws: SourceFailure.self) { try snapshot.read(many) }
        #expect(snapshot.definitions == before)
        #expect(failure(many) { $0.definitionBytes = 500 }.contains("\"budget.definition_bytes\""))
        #expect(failure(many) { $0.definitionBytes = 1_000 }.isEmpty)
    }

    @Test("of time ends the reading")
    func time() throws {
        let root = try revision(sharing: entry("shared", .folder, try folder([])))
        #expect(failure(root) { $0.time = -1 }.contains("\"budget.time\""))
    }

    @Test("is not all that ends a reading: a cancelled task does too")
    func cancellation() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let tests = ReadingBudgetTests()
            let root = try tests.revision(sharing: try tests.bomb(3))
            #expect(throws: CancellationError.self) { try tests.definitions(root) }
        }
        try await task.value
    }

    @Test("of nothing but small numbers names each limit that is broken, product by product")
    func products() throws {
        let blob = try store.add(blob: [UInt8](repeating: 7, count: 100))
        let link = try store.add(blob: Array("f100".utf8))
        let files = (0..<20).map { entry("f\($0 + 100)", .file, blob) }
        let links = (0..<20).map { entry("l\($0 + 100)", .link, link) }
        let root = try revision(sharing: try bomb(1, around: files + links))
        let limits: [(String, (inout ReadingBudget) -> Void)] = [
            ("budget.entries", { $0.entries = 100 }), ("budget.bytes", { $0.bytes = 1_000 }),
            ("budget.file_bytes", { $0.fileBytes = 99 }), ("budget.links", { $0.links = 50 }),
        ]
        for (first, narrow) in limits {
            for (second, narrowToo) in limits where first != second {
                let found = try problems(root) { budget in
                    narrow(&budget)
                    narrowToo(&budget)
                }
                for key in [first, second] {
                    #expect(found.contains { $0.contains(key) }, "\(first) \(second) \(found)")
                }
            }
        }
    }

    @Test("lists no more than fifty problems of a definition")
    func manyProblems() throws {
        let keys = (0..<20_000).map { "\"k\($0)\": 0" }.joined(separator: ", ")
        let text = "{\"name\": \"web\", \(keys)}"
        let root = try folder([entry("service.json", .file, try store.add(blob: Array(text.utf8)))])
        #expect(try problems(root).count == 50)
        let submodules = (0..<900).map { entry("m\($0 + 1_000)", .submodule, root) }
        let shared = try problems(try revision(sharing: entry("shared", .folder, try folder(submodules))))
        #expect(shared.count { $0.contains("a submodule cannot be covered") } == 50)
    }

    @Test("is the same whatever was known of a folder before: how deep folders nest does not depend on the order")
    func depth() throws {
        var tree = try folder([entry("f", .file, try store.add(blob: [1]))])
        let snapshot = SourceSnapshot(base: .root, store: store)
        // Each revision nests the folder of the one before a hundred times more.
        for step in 1...4 {
            for _ in 0..<100 { tree = try folder([entry("d", .folder, tree)]) }
            let root = try revision(sharing: entry("shared", .folder, tree))
            _ = try snapshot.read(root)
            #expect(snapshot.definitions == (try definitions(root)))
            #expect(snapshot.definitions.broken.count == (step == 1 ? 0 : 1))
        }
    }

    @Test("of time may be shared by two readings")
    func sharedTime() throws {
        let root = try revision(sharing: try bomb(1))
        let snapshot = SourceSnapshot(base: .root, store: store)
        let failure = #expect(throws: SourceFailure.self) { try snapshot.read(root, until: 0) }
        #expect(failure?.description.contains("\"budget.time\"") == true)
        _ = try snapshot.read(root, until: .max)
    }

    @Test("is all that a reading leaves: what it knew of the trees is let go")
    func release() throws {
        let root = try revision(sharing: try bomb(3))
        weak var known: LinkWays?
        do {
            let metered = MeteredStore(store, BudgetMeter(ReadingBudget()))
            let facts = FolderFacts(metered, fileBytes: .max)
            let trees = RevisionTrees(root: root, base: .root, store: metered, facts: facts)
            known = trees.ways
            for found in try DefinitionScan.find(in: root, metered).found {
                _ = try EvaluatedDefinition.evaluate(found, trees, known: nil)
            }
        }
        #expect(known == nil)
    }
}
