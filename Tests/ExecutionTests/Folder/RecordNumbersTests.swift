import Domain
import Platform
import TestSupport
import Testing

@testable import Execution

@Suite("The numbers of a run's files, which the run may have changed")
struct RecordNumbersTests {
    private static func withFolder(_ body: (RunFolder) async throws -> Void) async throws {
        let folder = RunFolder(path: "/tmp/record-tests-\(UInt64.random(in: 0...UInt64.max))")
        try Folder.create(folder.path)
        // A test that left something irremovable behind has failed already.
        defer { try? FolderRemoval.remove(folder.path) }
        try await body(folder)
    }

    /// A record with every number that there can be.
    private static let ended = JSONValue.members([
        "format": .integer(1), "outcome": .string("failed"), "exit_code": .integer(3), "signal": .integer(9),
        "message": .string("words"), "leftovers": .array([]),
        "survivors": .array([
            .members([
                "name": .string("sleep"), "pid": .integer(4_711), "started": .integer(5), "boot": .string("b"),
            ])
        ]),
        "children_left": .bool(false), "finished": .integer(1_764_430_000_000),
    ])

    private static func specification() -> JSONValue {
        var settings = RunSettings()
        settings.account = Account(name: "web", user: 1, group: 2, groups: [3, 4], home: "/")
        settings.openFiles = 1_024
        return RunSpecification(
            RunRequest(deployment: Deployment.ID(1), order: .sample(.sample())),
            marker: "\(UInt64.random(in: 0...UInt64.max))",
            boot: "boot",
            settings: settings,
            limits: RunLimits()
        ).json
    }

    @Test("of its end are within what can be counted with, or the record is damaged", arguments: StrangeNumbers.all)
    func end(number: String) throws {
        for json in Self.ended.replacingEachNumber(by: number) {
            guard let record = Self.read({ () throws(UnreadableRecord) in try ExitRecord(json) }) else { continue }
            var deployment = Deployment.sampleRunning(at: Instant(millisecondsSince1970: .max))
            try deployment.finish(record.end, at: Instant(millisecondsSince1970: .min))
            let finished = record.finished?.description.utf8.count
            #expect(finished == nil || finished == "0001-01-01T00:00:00.000Z".utf8.count)
            #expect(record.survivors.allSatisfy { $0.pid > 0 })
        }
        let isMoment = number == "0" || number == "1" || number == "-1"
        var changed = try #require(Self.ended.object)
        changed["finished"] = .number(number)
        let damaged = JSONValue.object(changed)
        #expect((Self.read { () throws(UnreadableRecord) in try ExitRecord(damaged) } != nil) == isMoment)
    }

    @Test("of what it was to do are brought within what can be counted with", arguments: StrangeNumbers.all)
    func specification(number: String) async throws {
        try await Self.withFolder { folder in
            try DurableFile.write(Array("1\n".utf8), to: folder.started)
            for json in Self.specification().replacingEachNumber(by: number) {
                guard let run = Self.read({ () throws(UnreadableRecord) in try RunSpecification(json) }) else {
                    continue
                }
                _ = OverdueRun(run, in: folder)
                _ = BootClock.now() + run.timeout
                _ = Stage.Ending(from: BootClock.now(), run.limits)
                #expect(run.limits.patience >= 0 && run.limits.logBytes >= 0 && run.timeout >= 0)
                if run.limits.patience < 1_000, run.limits.surrender < 1_000 {
                    #expect(try await RunSweep(run, limits: run.limits).untilNothingIsLeft().isEmpty)
                }
                var log = try OutputLog(folder, limits: run.limits)
                try log.write(Array("words\n".utf8))
                try OutputLog.seal(folder)
                for name in [folder.output, folder.outputTail] { try FolderRemoval.remove(name) }
            }
        }
    }

    @Test("of a report are a moment that can be written, or the line is none", arguments: StrangeNumbers.all)
    func report(number: String) throws {
        let line = #"{"step": "one", "state": "success", "time": \#(number)}"#
        let report = StepReport(try JSONParser.parse(line, limits: .line).value)
        #expect((report != nil) == ["-1", "0", "1"].contains(number))
    }

    @Test("of its start are a moment that has been, or nobody knows it", arguments: StrangeNumbers.all)
    func start(number: String) async throws {
        try await Self.withFolder { folder in
            try DurableFile.write(Array("\(number)\n".utf8), to: folder.started)
            #expect((StartMark.moment(in: folder) != nil) == ["0", "1"].contains(number))
        }
    }

    @Test("of its output's end do not make more of it than there is")
    func tail() async throws {
        let numbers: [Int64] = [.min, -1, 0, 1, 30, 4_096, 64 << 20, .max - 4_095, .max]
        let headers = numbers.flatMap { begin in
            numbers.flatMap { size in numbers.map { [begin, size, $0] } }
        }
        for header in headers {
            try await Self.withFolder { folder in
                try DurableFile.write(Array("beginning".utf8), to: folder.output)
                let bytes = header.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
                let data = bytes + [UInt8](repeating: 0x20, count: 4_096 - bytes.count) + Array("the end".utf8)
                try DurableFile.write(data, to: folder.outputTail)
                try OutputLog.seal(folder)
                #expect(try DurableFile.read(folder.output, limit: 1_000).count <= 9 + 100 + 7)
            }
        }
    }

    @Test("of its reports' length are not believed beyond what is ever written")
    func sparseReports() async throws {
        try await Self.withFolder { folder in
            let file = try Descriptor.open(folder.events, [.write, .create])
            try file.truncate(to: 1 << 40)
            var offset: Int64 = 0
            var looks = 0
            while let reading = try ReportReader(folder: folder).read(after: offset) {
                #expect(reading.reports.isEmpty && reading.end > offset)
                offset = reading.end
                looks += 1
            }
            #expect(looks <= 64)
            #expect(try ReportReader(folder: folder).read(after: .min) == nil)
            #expect(try ReportReader(folder: folder).read(after: .max) == nil)
        }
    }

    /// Nil for a record that is damaged.
    private static func read<Record>(_ record: () throws(UnreadableRecord) -> Record) -> Record? {
        do {
            return try record()
        } catch {
            return nil
        }
    }
}

extension Deployment {
    fileprivate static func sampleRunning(at started: Instant) -> Deployment {
        Deployment(
            id: ID(1),
            order: .sample(.sample()),
            phase: .running(queued: started, started: started)
        )
    }
}
