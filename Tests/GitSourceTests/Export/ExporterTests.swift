import Domain
import Foundation
import TestSupport
import Testing

@testable import GitSource

@Suite("Writing an export")
struct ExporterTests {
    @Test("ends when its task is cancelled, in the middle")
    func cancelled() async throws {
        let target = try GitScratch("export")
        let export = Task { try Self.write(2_000, to: target.path, cancelledAt: 1_000) }
        await #expect(throws: CancellationError.self) { try await export.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).count == 1_000)
    }

    /// Writes a service of so many files, in a task that is cancelled while the one of that number is written.
    private static func write(_ count: Int, to folder: String, cancelledAt last: Int) throws {
        let memory = MemoryStore()
        let blob = try memory.add(blob: [0x78])
        let root = try memory.add(tree: (0..<count).map { (Array("f\($0 + 10_000)".utf8), .file, blob) })
        let store = MeteredStore(CancellingStore(memory, at: last), BudgetMeter(ReadingBudget()))
        let facts = FolderFacts(store, fileBytes: .max)
        let trees = RevisionTrees(root: root, base: .root, store: store, facts: facts)
        let own = try facts.facts(root, .ownService)
        let coverage = Coverage(
            folder: .root,
            folderID: root,
            ownHash: own.hash,
            entries: [],
            passages: [],
            dependencies: [],
            problems: [],
            amount: try .of([], besides: own, in: .root, trees)
        )
        try Exporter.write(coverage, of: trees, to: folder, leaving: 0)
    }
}

/// Cancels the task that lends itself a blob for the time of that number.
private final class CancellingStore: ObjectStore {
    private let store: any ObjectStore
    private var left: Int

    init(_ store: any ObjectStore, at number: Int) {
        self.store = store
        left = number
    }

    func tree(_ id: ObjectID) throws -> Tree { try store.tree(id) }

    func size(ofBlob id: ObjectID) throws -> Int { try store.size(ofBlob: id) }

    func blob(_ id: ObjectID, limit: Int) throws -> [UInt8]? { try store.blob(id, limit: limit) }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try store.withBlob(id) { bytes in
            try body(bytes)
            left -= 1
            if left == 0 { withUnsafeCurrentTask { $0?.cancel() } }
        }
    }
}
