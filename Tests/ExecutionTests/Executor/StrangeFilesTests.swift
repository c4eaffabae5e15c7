import Domain
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@testable import Execution

@Suite("A run that changes its own files")
struct StrangeFilesTests {
    /// A run that is over, with nobody who stays with it.
    private static func over(_ bench: RunBench) async throws -> Deployment.ID {
        let id = try await bench.run(script: "echo over").id
        try await bench.wait("guardian and supervisor have ended") {
            try bench.guardian(id) == nil && bench.supervisor(id) == nil && !FileLock.isHeld(bench.folder(id) + "/lock")
        }
        return id
    }

    private static func json(_ path: String) throws -> JSONValue {
        try JSONParser.parse(try DurableFile.read(path, limit: 1 << 20), limits: .file).value
    }

    @Test("ends, whatever numbers it has written into the record of its end")
    func numbers() async throws {
        let bench = try RunBench()
        let id = try await Self.over(bench)
        let path = bench.folder(id) + "/exit.json"
        let record = try Self.json(path)
        for number in StrangeNumbers.all {
            for changed in record.replacingEachNumber(by: number) {
                try DurableFile.write(changed.bytes(), to: path)
                let end = try await bench.follow(id, with: bench.anotherExecutor()).end
                #expect(end.outcome == .interrupted || end.outcome == .succeeded)
            }
        }
    }

    @Test("is swept when guardian and supervisor are gone, whatever numbers it has written into what it was to do")
    func specification() async throws {
        let bench = try RunBench()
        let id = try await Self.over(bench)
        try FolderRemoval.remove(bench.folder(id) + "/exit.json")
        let path = bench.folder(id) + "/run.json"
        let record = try Self.json(path)
        for changed in record.replacingEachNumber(by: "9223372036854775807") {
            try DurableFile.write(changed.bytes(), to: path)
            #expect(try await bench.anotherExecutor().recover(id) == .interrupted)
        }
    }

    @Test(
        "ends though there is no file where a file was",
        arguments: ["exit.json", "run.json", "events.jsonl", "output.log", "output.tail", "lock", "started"],
        ["fifo", "folder", "loop", "endless"]
    )
    func noFile(name: String, kind: String) async throws {
        let bench = try RunBench()
        let id = try await Self.over(bench)
        let path = "\(bench.folder(id))/\(name)"
        try FolderRemoval.remove(path)
        switch kind {
        case "fifo": try Fifo.create(path)
        case "folder": try Folder.create(path)
        case "loop": #expect(symlink(path, path) == 0)
        default: #expect(symlink("/dev/zero", path) == 0)
        }
        let executor = bench.anotherExecutor()
        #expect(try await executor.recover(id) == .follow)
        let end = try await bench.follow(id, with: executor).end
        #expect(end.outcome == (name == "exit.json" ? .interrupted : .succeeded))
        let kept = KeptOutputs(of: executor)
        try await executor.discard(id)
        #expect(!Folder.somethingExists(at: bench.folder(id)))
        _ = try await kept.sizes()
        try await kept.remove(id)
        #expect(try await kept.sizes().isEmpty)
    }

    @Test("gives no number to the next deployments of a restored store by a folder with a number beyond all")
    func numberedFolder() async throws {
        let bench = try RunBench()
        for name in ["7", "9223372036854775807", "922337203685478", "-5", "+9", "08"] {
            try Folder.create("\(bench.state)/runs/\(name)", parents: true)
        }
        #expect(try await bench.executor.lastTrace() == Deployment.ID(7))
    }
}
