import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("The kept outputs of runs")
struct KeptOutputsTests {
    private let bench: RunBench
    private let outputs: KeptOutputs

    init() throws {
        bench = try RunBench { $0.logBytes = 2_000 }
        outputs = KeptOutputs(of: bench.executor)
    }

    @Test("are those of runs that are over, with their sizes, until they are taken down")
    func sizes() async throws {
        #expect(try await outputs.sizes().isEmpty)
        let run = try await bench.run(script: "echo hello")
        #expect(try await outputs.size(of: run.id) == nil)
        try await bench.executor.discard(run.id)
        try TestFile.write("x", to: "\(bench.state)/logs/notes.txt")
        try TestFile.write("x", to: "\(bench.state)/logs/-3.log")
        #expect(try await outputs.sizes() == [run.id: 6])
        #expect(try await outputs.size(of: run.id) == 6)

        try await outputs.remove(run.id)
        #expect(try await outputs.sizes().isEmpty)
        await #expect(throws: RunLogMissing(deployment: run.id)) { try await bench.executor.size(run.id) }
        try await outputs.remove(run.id)
    }

    @Test("go with the run's folder, where that could not be taken down before")
    func folder() async throws {
        let run = try await bench.run(script: "echo hello")
        try await outputs.remove(run.id)
        #expect(try Folder.names(in: "\(bench.state)/runs").isEmpty)
        #expect(try await outputs.sizes().isEmpty)
    }

    @Test("are as long as a run's output may be, and little longer where it was cut")
    func cut() async throws {
        let run = try await bench.run(script: "for i in $(seq 1000); do echo \"line $i\"; done")
        try await bench.executor.discard(run.id)
        let size = try #require(try await outputs.size(of: run.id))
        #expect((1_900...2_100).contains(size))
        let text = String(decoding: try await bench.executor.read(run.id, from: 0, limit: 5_000), as: UTF8.self)
        #expect(text.hasPrefix("line 1\n"))
        #expect(text.hasSuffix("line 1000\n"))
        #expect(text.contains("bytes of output were left out here"))
    }
}

private enum TestFile {
    static func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
}
