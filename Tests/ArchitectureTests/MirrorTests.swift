import Testing

@Suite("The tests")
struct MirrorTests {
    /// Folders that no folder of the sources has, each for a reason.
    static let exceptions: Set<String> = [
        // The callback plugin is a resource, written in Python.
        "Tests/ExecutionTests/Plugin",
        // One suite over every store, whatever it is made of.
        "Tests/PersistenceTests/Contract",
    ]

    /// Targets of tests that belong to no single target.
    static let overarching: Set<String> = [
        "ArchitectureTests", "EndToEndTests", "FailpointProgram", "TestSupport", "Torture",
        "WebSocketEcho",
    ]

    @Test("mirror the sources: a folder of tests has the place of what it tests")
    func folders() {
        for file in SourceTree.tests where !Self.overarching.contains(file.target) {
            let folder = file.path.split(separator: "/").dropLast()
            guard folder.last != "Support", !Self.exceptions.contains(folder.joined(separator: "/")) else { continue }
            let mirrored = "Sources/" + file.target.dropLast("Tests".count)
            let place = ([mirrored] + folder.dropFirst(2).map(String.init)).joined(separator: "/")
            #expect(SourceTree.hasFolder(place), "\(file) tests nothing in \(place)")
        }
    }

    @Test("are found")
    func found() {
        #expect(SourceTree.tests.contains { $0.path == "Tests/ArchitectureTests/MirrorTests.swift" })
    }
}
