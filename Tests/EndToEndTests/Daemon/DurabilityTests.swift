import Domain
import Testing

@Suite("What must survive a loss of power")
struct DurabilityTests {
    /// Reports one step by HTTP, makes a folder when that is answered, and prints another step.
    private static let script = """
        #!/usr/bin/env python3
        import json, os, sys, urllib.request
        config = json.load(open(sys.argv[sys.argv.index("--config") + 1]))
        headers = {"Authorization": "Bearer " + config["access_token"]}
        body = json.dumps({"name": "one", "state": "success"}).encode()
        urllib.request.urlopen(urllib.request.Request(config["steps_url"], body, headers, method="POST")).read()
        os.mkdir(os.environ["TRACE"] + ".answered")
        print(json.dumps({"name": "two", "state": "success"}), flush=True)
        """

    @Test("is on disk before it has its name, and its name is before anything follows from it")
    func synchronized() async throws {
        try await withFolder { folder in
            let samples = Trace(folder: folder).samples
            let repository = try await ConfigRepository(in: folder)
            let deploy = ConfigRepository.Change.write("web/deploy", Self.script, executable: true)
            try await repository.push(samples.definition("web", [:]), deploy)
            var options = DaemonUnderTest.Options(repository: repository.bare)
            let trace = "\(folder)/strace"
            options.wrapper = ["/usr/bin/strace", "-f", "-yy", "-e", SystemCalls.traced, "-o", trace]
            let daemon = try await DaemonUnderTest(in: folder, options)
            let id = try #require(try await daemon.waitFor("web", "succeeded")["id"]?.integer)
            #expect(try await daemon.run("backup", "\(folder)/backup.sqlite").exit == 0)

            let calls = SystemCalls(TextFile.read(trace) ?? "")
            let (state, run) = (daemon.stateDir, "\(daemon.stateDir)/runs/\(id)")
            let ready = try calls.renaming(to: "run.json", in: run)
            let began = try calls.renaming(to: "started", in: run)
            let ended = try calls.renaming(to: "exit.json", in: run)
            _ = try calls.renaming(to: "backup.sqlite", in: folder)
            #expect(ready < began && began < ended)
            for place in ["\(state)/runs", state] { #expect(calls.synchronizes(place, within: ready..<began)) }
            let answered = try calls.first { $0.contains("mkdir(\"\(folder)/trace.answered\"") }
            #expect(calls.synchronizes("\(run)/events.jsonl", within: began..<answered))
            #expect(calls.synchronizes("\(run)/events.jsonl", within: answered..<ended))
        }
    }
}

/// What strace has seen, in the order in which the calls began.
private struct SystemCalls {
    static let traced = "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir"

    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(separator: "\n")
    }

    func first(where condition: (Substring) -> Bool) throws -> Int {
        let index = lines.firstIndex(where: condition)
        return try #require(index)
    }

    /// Whether one of these calls puts `path` on disk.
    func synchronizes(_ path: String, within range: Range<Int>) -> Bool {
        lines[range].contains { $0.contains("sync(") && $0.contains("<\(path)>") }
    }

    /// Where a file got this name, which must be on disk by then; and the name must be before the thread goes on.
    func renaming(to name: String, in folder: String) throws -> Int {
        let index = try first { line in
            line.contains("rename") && Self.texts(in: line).last?.split(separator: "/").last == Substring(name)
        }
        let draft = try #require(Self.texts(in: lines[index]).first?.split(separator: "/").last)
        #expect(synchronizes("\(folder)/\(draft)", within: 0..<index), "\(name) has its name before it is on disk")
        let thread = lines[index].prefix { $0 != " " }
        let next = lines[(index + 1)...].first { $0.hasPrefix("\(thread) ") && !$0.contains("resumed>") }
        let isKept = next.map { $0.contains("sync(") && $0.contains("<\(folder)>") } ?? false
        #expect(isKept, "the name \(name) is not on disk")
        return index
    }

    /// What stands between quotes.
    private static func texts(in line: Substring) -> [Substring] {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap { index, text in
            index.isMultiple(of: 2) ? nil : text
        }
    }
}
