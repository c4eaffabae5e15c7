import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("A poll that finds nothing", .endsWhenItHangs)
struct QuietPollTests {
    /// Every file below the folder with what changes when it is written.
    private func files(_ folder: String) throws -> [String: String] {
        let manager = FileManager.default
        let names = try manager.subpathsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let facts = try manager.attributesOfItem(atPath: "\(folder)/\(name)")
                return (
                    name, "\(facts[.modificationDate] ?? "") \(facts[.size] ?? "") \(facts[.systemFileNumber] ?? "")"
                )
            }
        )
    }

    /// The processes that were started by this name.
    private func processes(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { process in
            guard let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            return command.starts(with: Data(name.utf8))
        }
    }

    @Test("writes nothing")
    func writes() async throws {
        let bench = try SourceBench()
        try bench.workshop.service("web")
        let commit = try Revision.read(bench.workshop.push())
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        _ = try await source.poll(accepted: commit)
        let before = try files(bench.state.path)
        for _ in 0..<5 { #expect(try await source.poll(accepted: commit).isUnchanged) }
        #expect(try files(bench.state.path) == before)
    }

    @Test("starts no process, and the process ends with the source")
    func processes() async throws {
        let bench = try SourceBench()
        let commit = try Revision.read(bench.workshop.push())
        let program = bench.state.file("fetcher")
        try FileManager.default.createSymbolicLink(atPath: program, withDestinationPath: GitProgram.reconciler())
        var source: GitConfigurationSource? = try bench.source(executable: program)
        _ = try await source?.poll(accepted: nil)
        let first = try processes(program)
        #expect(first.count == 1)
        for _ in 0..<5 { _ = try await source?.poll(accepted: commit) }
        #expect(try processes(program) == first)
        source = nil
        #expect(try await eventually { try processes(program).isEmpty })
    }
}
