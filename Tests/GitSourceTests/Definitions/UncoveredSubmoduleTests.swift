import Domain
import TestSupport
import Testing

@testable import GitSource

@Suite("A submodule that no service covers")
struct UncoveredSubmoduleTests {
    private let store = MemoryStore()

    private func service(_ folder: String) -> [(String, SampleFolder.Item)] {
        [
            (
                "\(folder)/service.json",
                .file(#"{"name": "\#(folder.split(separator: "/").last ?? "")", "deploy_script": "d"}"#)
            ),
            ("\(folder)/d", .executable("x")),
        ]
    }

    private func folder(_ services: [String], submodules: [String]) -> SampleFolder {
        var folder = SampleFolder()
        for (path, item) in services.flatMap(service) { folder[path] = item }
        for path in submodules { folder[path] = .submodule }
        return folder
    }

    /// Each submodule that is reported, and how gravely.
    private func reported(_ definitions: DefinitionIndex) -> [String] {
        definitions.files.filter { $0.value.isSubmodule }.flatMap { folder, file in
            file.problems.map { "\(folder) \($0.severity.rawValue)" }
        }.sorted()
    }

    private func reported(_ folder: SampleFolder, path: RepositoryPath = .root) throws -> [String] {
        let snapshot = SourceSnapshot(base: path, store: store)
        _ = try snapshot.read(try RevisionRoot.find(path, in: try store.add(folder), store, revision: "it"))
        return reported(snapshot.definitions)
    }

    @Test("is an error beside services")
    func besideServices() throws {
        #expect(try reported(folder(["services/a"], submodules: ["services/b"])) == ["services/b error"])
        #expect(try reported(folder(["a"], submodules: ["b"])) == ["b error"])
        let below = folder(["x/services/a"], submodules: ["x/services/b"])
        #expect(try reported(below, path: .sample("x")) == ["x/services/b error"])
    }

    @Test("is a warning elsewhere, and where Ansible looks for roles and the like by itself")
    func elsewhere() throws {
        let submodules = ["vendor/lib", "services/deep/b", "services/roles", "services/filter_plugins"]
        #expect(
            try reported(folder(["services/a"], submodules: submodules)) == submodules.sorted().map { "\($0) warning" }
        )
        #expect(try reported(folder([], submodules: ["services"])) == ["services warning"])
    }

    @Test("is said of the service in whose folder it is, and not again")
    func inService() throws {
        #expect(try reported(folder(["a"], submodules: ["a/b", "a/b2/c"])).isEmpty)
        #expect(try reported(folder(["a", "a/inner"], submodules: ["a/b", "a/inner/c"])).isEmpty)
    }

    @Test("says what it is and what to do")
    func words() throws {
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(try store.add(folder(["a"], submodules: ["b"])))
        #expect(
            snapshot.definitions[.sample("b")]?.problems.map(\.description) == [
                "b: a submodule is another repository, and a service in it is not seen; put the files themselves into the "
                    + "repository, or make the other one a source of its own"
            ]
        )
    }

    @Test("follows what is beside it and around it from one revision to the next")
    func changes() throws {
        let snapshot = SourceSnapshot(base: .root, store: store)
        func read(_ services: [String], _ submodules: [String]) throws -> [String] {
            _ = try snapshot.read(try store.add(folder(services, submodules: submodules)))
            return reported(snapshot.definitions)
        }
        #expect(try read(["x/a"], []).isEmpty)
        #expect(try read(["x/a"], ["x/b"]) == ["x/b error"])
        #expect(try read(["y"], ["x/b"]) == ["x/b warning"])
        #expect(try read(["y", "x/b"], []).isEmpty)
        #expect(try read(["y"], ["x"]) == ["x error"])
        #expect(try read(["y", "x/a"], ["x/deep/b"]) == ["x/deep/b warning"])
        #expect(try read(["y", "x"], ["x/deep/b"]).isEmpty)
        #expect(try read(["y"], ["x/deep/b"]) == ["x/deep/b warning"])
        #expect(try read(["y"], []).isEmpty)
    }

    @Test("costs what it is, however many are beside it and however many folders")
    func cost() throws {
        var folder = SampleFolder()
        for number in 0..<2_000 { folder["d/\(number)/x"] = .file("x") }
        for number in 0..<2_000 { folder["d/m\(number)"] = .submodule }
        let root = try store.add(folder)
        store.forgetReads()
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(root)
        #expect(reported(snapshot.definitions).count == 2_000)
        #expect(store.readTrees.count < 10_000)
    }
}
