import Domain
import Execution
import Platform
import TestSupport
import Testing

/// What a version before this one has left, byte for byte: these texts are never brought up to date.
@Suite("A run folder in the first format")
struct FirstFormatTests {
    private let bench: RunBench
    private let id = Deployment.ID(1)

    init() throws {
        bench = try RunBench()
        try Folder.create(bench.folder(id) + "/export/s", mode: 0o755, parents: true)
        try put(Self.specification, "run.json")
        try put("", "events.jsonl")
    }

    private static let specification = #"""
        {"format":1,"deployment":1,"service":"s","version":"1","revision":"a7d176d2bc48314933881e83482ec543104b063e","marker":"04650048e5d09de50a146708800c7e43","folder":"s","action":{"script":"deploy"},"environment":{},"timeout":1800000,"surroundings":{"path":"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","agent_socket":null,"ansible":["ansible-playbook"],"account":null,"open_files":20000},"limits":{"log_bytes":1073741824,"log_tail_bytes":16777216,"report_bytes":268435456,"patience":10000,"drain":2000,"surrender":60000},"boot":"e779b161-ec48-4679-9622-62ec564abf4f","outside":null}
        """#
    private static let report = #"""
        {"step":"one","key":null,"host":null,"state":"success","changed":false,"message":null,"time":1795969105918,"after_last_begun":false}

        """#
    private static let end = #"""
        {"format":1,"outcome":"succeeded","exit_code":0,"signal":null,"message":null,"leftovers":[],"survivors":[],"children_left":false,"finished":1795969106918}
        """#

    private func put(_ text: String, _ name: String) throws {
        try DurableFile.write(Array(text.utf8), to: "\(bench.folder(id))/\(name)")
    }

    @Test("that was ready is made ready anew")
    func ready() async throws {
        #expect(try await bench.executor.recover(id) == .neverStarted)
        let files = ["deploy.sh": "#!/bin/sh\necho anew\n"]
        let started = try await bench.start(.sample(action: .script(RelativePath("deploy.sh"))), files: files)
        #expect(try await bench.follow(started).text == "anew\n")
    }

    @Test("that was half made ready is made ready anew")
    func halfReady() async throws {
        for name in ["run.json", "events.jsonl"] { try FolderRemoval.remove("\(bench.folder(id))/\(name)") }
        try put("", "lock")
        #expect(try await bench.executor.recover(id) == .neverStarted)
        let files = ["deploy.sh": "#!/bin/sh\necho anew\n"]
        let started = try await bench.start(.sample(action: .script(RelativePath("deploy.sh"))), files: files)
        #expect(try await bench.follow(started).text == "anew\n")
    }

    @Test("whose run has just begun, and has said nothing, is followed to its end")
    func begun() async throws {
        do {
            let guardian = try FileLock(bench.folder(id) + "/lock")
            try put("3310574\n", "started")
            #expect(try await bench.executor.recover(id) == .follow)
            try put(Self.end, "exit.json")
            _ = consume guardian
        }
        let run = try await bench.follow(id)
        #expect(run.story.isEmpty)
        #expect(run.end.outcome == .succeeded)
    }

    private static let ends: [(String, RunEnd)] = [
        (
            #"{"format":1,"outcome":"failed","exit_code":3,"signal":null,"message":"it failed","leftovers":["sleep"],"survivors":[],"children_left":false,"finished":1795969106918}"#,
            RunEnd(outcome: .failed, exitCode: 3, message: "it failed", at: .sample(1_795_969_106_918))
        ),
        (
            #"{"format":1,"outcome":"timed_out","exit_code":null,"signal":15,"message":"m","leftovers":[],"survivors":[{"name":"sleep","pid":4711,"started":7,"boot":"e779b161-ec48-4679-9622-62ec564abf4f"}],"children_left":true,"finished":1795969106918}"#,
            RunEnd(outcome: .timedOut, message: "m", at: .sample(1_795_969_106_918))
        ),
        (
            #"{"format":1,"outcome":"cancelled","exit_code":null,"signal":9,"message":null,"leftovers":[]}"#,
            RunEnd(outcome: .cancelled)
        ),
        (
            #"{"format":1,"outcome":"interrupted","exit_code":null,"signal":null,"message":"m","leftovers":[]}"#,
            RunEnd(outcome: .interrupted, message: "m")
        ),
    ]

    @Test("whose run has ended in any way says so, also one whose processes could not be ended", arguments: ends)
    func everyEnd(record: String, end: RunEnd) async throws {
        try put("3310574\n", "started")
        try put(record, "exit.json")
        #expect(try await bench.executor.recover(id) == .follow)
        #expect(try await bench.executor.next(id, after: 0) == .ended(end))
    }

    @Test("whose run goes on is followed to its end")
    func going() async throws {
        let path = bench.folder(id) + "/lock"
        do {
            let guardian = try FileLock(path)
            try put("3310574\n", "started")
            try put(Self.report, "events.jsonl")
            #expect(try await bench.executor.recover(id) == .follow)
            guard case .reports(let reports, let offset) = try await bench.executor.next(id, after: 0) else {
                throw Missing("the report")
            }
            #expect(reports.count == 1)
            #expect(offset == Int64(Self.report.utf8.count))
            try put(Self.end, "exit.json")
            _ = consume guardian
        }
        let run = try await bench.follow(id)
        #expect(run.story == ["one success"])
        #expect(run.end.outcome == .succeeded)
    }

    @Test("whose run has ended is read to its end, and taken down")
    func ended() async throws {
        try put("3310574\n", "started")
        try put(Self.report, "events.jsonl")
        try put("printed\n", "output.log")
        try put(Self.end, "exit.json")
        #expect(try await bench.executor.recover(id) == .follow)
        let offset = Int64(Self.report.utf8.count)
        let finished = Instant(millisecondsSince1970: 1_795_969_106_918)
        let expected = RunEnd(outcome: .succeeded, exitCode: 0, at: finished)
        #expect(try await bench.executor.next(id, after: offset) == .ended(expected))
        try await bench.executor.discard(id)
        #expect(!Folder.somethingExists(at: bench.folder(id)))
        #expect(try await bench.output(id) == Array("printed\n".utf8))
    }

    @Test("whose run is lost is interrupted, after what it had reported")
    func lost() async throws {
        try put("3310574\n", "started")
        try put(Self.report, "events.jsonl")
        #expect(try await bench.executor.recover(id) == .interrupted)
        let run = try await bench.follow(id)
        #expect(run.story == ["one success"])
        #expect(run.end.outcome == .interrupted)
    }
}
