import TestSupport
import Testing

@testable import GitSource

@Suite("The names in a tree")
struct TreeNamesTests {
    private typealias Entry = (name: [UInt8], mode: EntryMode, id: ObjectID)

    /// Short names of few letters on both sides of `/`, so that many are there twice and begin with each other.
    private func entries(_ random: inout SplitMix64) throws -> [Entry] {
        let id = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
        let letters = Array(".a0".utf8)
        var entries: [Entry] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            var name: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                name.append(letters[Int.random(in: 0..<letters.count, using: &random)])
            }
            entries.append((name, random.happens(50) ? .folder : .file, id))
        }
        return entries
    }

    private func place(_ entry: Entry) -> [UInt8] {
        entry.mode == .folder ? entry.name + [UInt8(ascii: "/")] : entry.name
    }

    @Test("are found twice as by remembering them all, whether sorted by Git or by nobody", arguments: [true, false])
    func random(isSorted: Bool) throws {
        var random = SplitMix64(seed: 1)
        let store = MemoryStore()
        var repeated = 0
        for _ in 0..<5_000 {
            var entries = try entries(&random)
            if isSorted {
                entries.sort { place($0).lexicographicallyPrecedes(place($1)) }
            }
            let tree = try store.tree(store.add(tree: entries))
            var names = TreeNames(of: tree)
            var all: Set<ArraySlice<UInt8>> = []
            for entry in tree {
                let isNew = all.insert(entry.name).inserted
                #expect(names.isNew(entry) == isNew, "\(entries)")
                repeated += isNew ? 0 : 1
            }
        }
        #expect(repeated > 1_000)
    }
}
