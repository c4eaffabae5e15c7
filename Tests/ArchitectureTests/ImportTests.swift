import Testing

@Suite("The targets")
struct ImportTests {
    /// What a target may import of this project; `CLI`, the composition root, may import everything below it.
    static let table: [String: Set<String>] = [
        "Domain": [],
        "Reconciler": ["Domain", "Synchronization"],
        "Platform": ["CLinux"],
        "Crypto": ["CCrypto"],
        "WebServer": ["Platform", "Crypto"],
        "GitSource": ["Domain", "Platform", "CLibgit2", "Crypto"],
        "Persistence": ["Domain", "Platform", "CSQLite"],
        "Execution": ["Domain", "Platform", "WebServer", "Crypto"],
        "StatusAPI": ["Domain", "WebServer", "Crypto"],
        "CLI": [
            "Domain", "Reconciler", "Platform", "WebServer", "GitSource", "Persistence", "Execution", "StatusAPI",
        ],
        "Main": ["CLI", "Domain"],
    ]

    /// What the adapters may import of the toolchain; the domain and the service layer import none of it
    /// that is not in the table.
    static let toolchain: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization"]

    @Test("are those of the table")
    func targets() {
        let found = Set(SourceTree.files.map(\.target))
        #expect(found == Set(Self.table.keys))
    }

    @Test("import only what the table allows", arguments: table.keys.sorted())
    func imports(target: String) throws {
        let own = try #require(Self.table[target])
        let allowed = target == "Domain" || target == "Reconciler" ? own : own.union(Self.toolchain)
        for file in SourceTree.files where file.target == target {
            let refused = file.imports.filter { !allowed.contains($0) }
            #expect(refused.isEmpty, "\(file) imports \(refused.joined(separator: ", "))")
        }
    }

    @Test("that programs share with tests are built without the test library, too")
    func programs() {
        for file in SourceTree.tests where file.path.hasPrefix("Tests/TestSupport/") && file.imports.contains("Testing")
        {
            #expect(file.lines.contains("#if canImport(Testing)"), "\(file) keeps the torture from being built")
        }
    }

    @Test("are found by the reading of import lines")
    func reading() {
        let lines = [
            "import A", "internal import B", "package import C", "@preconcurrency import D", "import struct E.F",
        ]
        let file = SourceFile(path: "Sources/X/Y.swift", lines: lines + ["// import G", "let imported = 1"])
        #expect(file.imports == ["A", "B", "C", "D", "E"])
        #expect(file.target == "X")
    }
}
