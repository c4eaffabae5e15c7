import Domain
import TestSupport
import Testing

@testable import GitSource

@Suite("A snapshot of a source")
struct SourceSnapshotTests {
    @Test("that reads what changed is what a full reading is, whatever changes", arguments: 0..<10)
    func incremental(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed &* 7_919 &+ 17)
        let store = MemoryStore()
        let snapshot = SourceSnapshot(base: .root, store: store)
        var folder = SampleFolder()
        var before = DefinitionIndex()
        for step in 0..<120 {
            for _ in 0..<Int.random(in: 1...3, using: &chance) { RandomRepository.edit(&folder, &chance) }
            let root = try store.add(folder)
            let changes = try snapshot.read(root)
            let fresh = SourceSnapshot(base: .root, store: store)
            _ = try fresh.read(root)

            let same = snapshot.definitions == fresh.definitions
            #expect(same, "seed \(seed), step \(step): \(Self.differences(snapshot.definitions, fresh.definitions))")
            if let changes {
                let folders = Set(before.files.keys).union(fresh.definitions.files.keys)
                let different = folders.filter { before[$0] != fresh.definitions[$0] }
                #expect(changes == different, "seed \(seed), step \(step)")
            }
            before = fresh.definitions
        }
    }

    private static func differences(_ one: DefinitionIndex, _ other: DefinitionIndex) -> [String] {
        let folders = Set(one.files.keys).union(other.files.keys).filter { one[$0] != other[$0] }
        return folders.map { folder in
            let words = [one[folder], other[folder]].map { file in
                file.map { $0.isBroken ? $0.problems.map(\.description).joined(separator: "; ") : "valid" } ?? "none"
            }
            return "\(folder): \(words.joined(separator: " / "))"
        }
    }

    @Test("the random repositories define services, and break them")
    func meaningful() throws {
        var chance = SplitMix64(seed: 1)
        let store = MemoryStore()
        var (valid, broken) = (0, 0)
        var folder = SampleFolder()
        for _ in 0..<300 {
            RandomRepository.edit(&folder, &chance)
            let snapshot = SourceSnapshot(base: .root, store: store)
            _ = try snapshot.read(try store.add(folder))
            valid += snapshot.definitions.files.values.count { !$0.isBroken }
            broken += snapshot.definitions.broken.count
        }
        #expect(valid > 300)
        #expect(broken > 300)
    }

    private static func thousand() -> SampleFolder {
        var folder = SampleFolder(["shared/lib": .file("lib")])
        for number in 0..<1_000 {
            let place = "services/s\(number)"
            folder["\(place)/service.json"] = .file(
                #"{"name": "s\#(number)", "deploy_script": "deploy", "watch": ["../../shared/lib"]}"#
            )
            folder["\(place)/deploy"] = .executable("#!/bin/sh\necho \(number)")
            folder["\(place)/conf/app"] = .file("number \(number)")
        }
        return folder
    }

    @Test("of 1,000 services reads only what changed")
    func cost() throws {
        let store = MemoryStore()
        var folder = Self.thousand()
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(try store.add(folder))
        #expect(snapshot.definitions.files.count == 1_000)

        folder["services/s7/deploy"] = .executable("#!/bin/sh\necho other")
        let definition = #"{"name": "s8", "version": "2", "deploy_script": "deploy", "watch": ["../../shared/lib"]}"#
        folder["services/s8/service.json"] = .file(definition)
        let root = try store.add(folder)
        store.forgetReads()
        let changes = try snapshot.read(root)

        #expect(changes?.map(\.text).sorted() == ["services/s7", "services/s8"])
        #expect(store.readBlobs == [try store.add(blob: Array(definition.utf8))])
        #expect(store.readTrees.count < 50, "\(store.readTrees.count) trees were read")
    }

    @Test("of unchanged trees reads nothing")
    func nothing() throws {
        let store = MemoryStore()
        let root = try store.add(Self.thousand())
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(root)
        store.forgetReads()
        #expect(try snapshot.read(root)?.isEmpty == true)
        #expect(store.readBlobs.isEmpty && store.readTrees.isEmpty)
    }

    @Test("stays what it was when a revision cannot be read")
    func failing() throws {
        let store = MemoryStore()
        var folder = Self.thousand()
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(try store.add(folder))
        let before = snapshot.definitions
        let missing = try #require(ObjectID(hex: String(repeating: "e", count: 40)))
        #expect(throws: GitError.self) { try snapshot.read(missing) }
        #expect(snapshot.definitions == before)
        folder["services/s1"] = nil
        #expect(try snapshot.read(try store.add(folder))?.map(\.text) == ["services/s1"])
    }
}

/// Repositories that chance makes, of few names, so that things meet.
enum RandomRepository {
    private static let names = ["a", "b", "services", "shared", "roles", "group_vars", "filter_plugins", "tasks", "x"]
    private static let files = ["site.yml", "deploy", "ansible.cfg", "hosts", "x", "roles", "shared"]
    private static let targets = [
        "..", "../shared", "x", "site.yml", "/abs", "../../..", "../a/site.yml", "b/../x", ".",
    ]
    private static let paths = [
        "deploy", "../deploy", "site.yml", "../site.yml", "../shared/site.yml", "../../site.yml", "x", "roles", "../a",
        "..", ".", "hosts", "../hosts", "a/../x", "../../../x",
    ]

    static func edit(_ folder: inout SampleFolder, _ chance: inout SplitMix64) {
        let place = place(&chance)
        switch Int.random(in: 0..<14, using: &chance) {
        case 0...3:
            folder[join(place, "service.json")] = .file(definition(&chance))
            if Bool.random(using: &chance) { folder[join(place, "deploy")] = .executable("#!/bin/sh") }
            if Bool.random(using: &chance) { folder[join(place, "site.yml")] = .file("- hosts: all") }
        case 4: folder[place] = nil
        case 5:
            let item = folder[place]
            folder[place] = nil
            folder[self.place(&chance)] = item
        case 6: folder[join(place, pick(files, &chance))] = .link(pick(targets, &chance))
        case 7: folder[join(place, pick(files + names, &chance))] = .submodule
        case 8: folder[join(place, "site.yml")] = .file("- import_playbook: \(pick(paths, &chance))")
        case 9:
            let key = pick(["roles_path", "collections_path", "inventory", "library"], &chance)
            folder[join(place, "ansible.cfg")] = .file("[defaults]\n\(key) = \(pick(paths, &chance))")
        default: folder[join(place, pick(files, &chance))] = file(&chance)
        }
    }

    private static func file(_ chance: inout SplitMix64) -> SampleFolder.Item {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: .file("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
        case 1...4: .executable("#!/bin/sh\n\(Int.random(in: 0..<3, using: &chance))")
        default: .file("\(Int.random(in: 0..<3, using: &chance))")
        }
    }

    private static func definition(_ chance: inout SplitMix64) -> String {
        let name = "n\(Int.random(in: 0..<6, using: &chance))"
        if Int.random(in: 0..<12, using: &chance) == 0 { return "{\"name\": \"\(name)\"" }
        let watch = Bool.random(using: &chance) ? ", \"watch\": [\"\(pick(paths, &chance))\"]" : ""
        if Bool.random(using: &chance) {
            return "{\"name\": \"\(name)\", \"deploy_script\": \"\(pick(["deploy", "../deploy"], &chance))\"\(watch)}"
        }
        let inventory = Bool.random(using: &chance) ? ", \"inventory\": \"\(pick(paths, &chance))\"" : ""
        let playbook = pick(["site.yml", "../site.yml", "../../site.yml", "../a/site.yml"], &chance)
        return "{\"name\": \"\(name)\", \"ansible_playbook\": \"\(playbook)\"\(inventory)\(watch)}"
    }

    private static func place(_ chance: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...3, using: &chance)).map { _ in pick(names, &chance) }.joined(separator: "/")
    }

    private static func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

    private static func pick(_ texts: [String], _ chance: inout SplitMix64) -> String {
        texts.randomElement(using: &chance) ?? ""
    }
}
