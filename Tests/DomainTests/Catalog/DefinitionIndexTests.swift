import Domain
import TestSupport
import Testing

@Suite("The index of definitions")
struct DefinitionIndexTests {
    @Test("finds files by folder, by name, and the broken ones")
    func finds() {
        let index = definitions(["b": "web", "a": "web", "c": "!web", "d": "!", "e": "db"])

        #expect(index.claimants(of: .sample("web")).map(\.text) == ["a", "b", "c"])
        #expect(index.claimants(of: .sample("nobody")).isEmpty)
        #expect(index.names.map(\.text).sorted() == ["db", "web"])
        #expect(index.broken.map(\.text) == ["c", "d"])
        #expect(index.valid(in: .sample("e"))?.definition.name == .sample("db"))
        #expect(index.valid(in: .sample("c")) == nil)
    }

    @Test("changed file by file, is the same as made at once", arguments: (0..<100).map(UInt64.init))
    func incremental(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var files: [RepositoryPath: DefinitionFile] = [:]
        var index = DefinitionIndex()
        for _ in 0..<40 {
            let folder = RepositoryPath.sample(["a", "b", "c", "d"].randomElement(using: &chance) ?? "a")
            let text = ["web", "db", "!web", "!", nil].randomElement(using: &chance) ?? nil
            let file = text.flatMap { definitions(["a": $0])[.sample("a")] }
            files[folder] = file
            index[folder] = file
            #expect(index == DefinitionIndex(files), "seed \(seed)")
        }
    }
}
