import Platform
import Testing

@testable import Execution

@Suite("The output of a run")
struct OutputLogTests {
    private static func withFolder(_ body: (RunFolder) throws -> Void) throws {
        let folder = RunFolder(path: "/tmp/output-tests-\(UInt64.random(in: 0...UInt64.max))")
        try Folder.create(folder.path)
        // A test that left something irremovable behind has failed already.
        defer { try? FolderRemoval.remove(folder.path) }
        try body(folder)
    }

    private static func limits(_ bytes: Int64, tail: Int64) -> RunLimits {
        var limits = RunLimits()
        limits.logBytes = bytes
        limits.logTailBytes = tail
        return limits
    }

    @Test("is kept whole up to its limit, and by its beginning and end beyond it", arguments: [1, 3, 7, 64, 500])
    func everySize(piece: Int) throws {
        for length in stride(from: 0, through: 400, by: 7) {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 32 + $0 % 90) }
            try Self.withFolder { folder in
                var log = try OutputLog(folder, limits: Self.limits(100, tail: 30))
                for start in stride(from: 0, to: length, by: piece) {
                    try log.write(Array(bytes[start..<min(length, start + piece)]))
                }
                try OutputLog.seal(folder)
                let gap = "\n[reconciler: \(length - 100) bytes of output were left out here]\n"
                let expected = length <= 100 ? bytes : Array(bytes[..<70]) + Array(gap.utf8) + Array(bytes.suffix(30))
                #expect(try DurableFile.read(folder.output, limit: 1_000) == expected)
                #expect(!Folder.somethingExists(at: folder.outputTail))
            }
        }
    }

    @Test("is put together the same after an interruption")
    func interrupted() throws {
        try Self.withFolder { folder in
            var log = try OutputLog(folder, limits: Self.limits(20, tail: 10))
            try log.write(Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8))
            let tail = try DurableFile.read(folder.outputTail, limit: 10_000)
            try OutputLog.seal(folder)
            let whole = try DurableFile.read(folder.output, limit: 1_000)
            try DurableFile.write(tail, to: folder.outputTail)
            try OutputLog.seal(folder)
            #expect(try DurableFile.read(folder.output, limit: 1_000) == whole)
        }
    }
}
