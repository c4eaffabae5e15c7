import Testing

@testable import GitSource

@Suite("What is known of folders")
struct FolderFactsTests {
    @Test("is not counted to the end of a large folder for a task that was cancelled, though all its files are known")
    func cancelled() async throws {
        let counting = Task {
            let store = MemoryStore()
            let blob = try store.add(blob: [1])
            let root = try store.add(tree: (0..<10_000).map { (Array("file-\($0 + 10_000)".utf8), .file, blob) })
            let facts = FolderFacts(store, fileBytes: .max)
            #expect(try facts.facts(root, .everything).entries == 10_000)
            withUnsafeCurrentTask { $0?.cancel() }
            #expect(throws: CancellationError.self) { try facts.facts(root, .ownService) }
            #expect(throws: CancellationError.self) { try DefinitionScan.find(in: root, store) }
        }
        try await counting.value
    }
}
