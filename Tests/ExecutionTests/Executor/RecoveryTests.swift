import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("A run and a daemon that comes back")
struct RecoveryTests {
    @Test("goes on without the daemon, and no report is lost or doubled")
    func follow() async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            script: """
                for i in $(seq 1 5); do echo '{"name": "step '$i'", "state": "success"}'; done
                while [ ! -e go ]; do sleep 0.02; done
                for i in $(seq 6 10); do echo '{"name": "step '$i'", "state": "success"}'; done
                """
        )
        var early: [StepReport] = []
        var offset: Int64 = 0
        while early.count < 5, case .reports(let reports, let end) = try await bench.executor.next(id, after: offset) {
            early += reports
            offset = end
        }
        let later = bench.anotherExecutor()
        #expect(try await later.recover(id) == .follow)
        try DurableFile.write([], to: bench.folder(id) + "/export/services/web/go")
        let rest = try await bench.follow(id, from: offset, with: later)
        #expect(rest.end.outcome == .succeeded)
        let all = FinishedRun(id: id, reports: early + rest.reports, end: rest.end, output: [])
        #expect(all.story == (1...10).map { "step \($0) success" })
        #expect(try await later.recover(id) == .follow)
    }

    @Test("gives the same reports for the same offset")
    func again() async throws {
        let bench = try RunBench()
        let run = try await bench.run(script: #"for i in 1 2 3; do echo '{"name": "'$i'", "state": "success"}'; done"#)
        let again = try await bench.follow(run.id)
        #expect(again.reports == run.reports && again.reports.count == 3)
        #expect(again.end == run.end)
    }

    @Test("is interrupted when guardian and supervisor are killed, and nothing of it is left")
    func killedGuardianAndSupervisor() async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            script: """
                echo '{"name": "half", "state": "running"}'
                (setsid bash -c "trap '' TERM; while :; do sleep 0.1; done" </dev/null >/dev/null 2>&1 &)
                env -i setsid sleep 1000 & echo $! >child
                while :; do sleep 0.05; done
                """
        )
        guard case .reports(let reports, _) = try await bench.executor.next(id, after: 0) else {
            throw Missing("no report")
        }
        #expect(reports.count == 1)
        var child: Int32?
        try await bench.wait("it has a child with another environment") {
            let file = bench.folder(id) + "/export/services/web/child"
            guard Folder.somethingExists(at: file) else { return false }
            let bytes = try DurableFile.read(file, limit: 64)
            child = Int32(String(decoding: bytes.dropLast(), as: UTF8.self))
            return child.map { ProcessTable.commandLine(of: $0) == "sleep 1000 " } ?? false
        }
        for process in [bench.guardian(id), bench.supervisor(id)] {
            Signals.send(Signals.kill, to: try #require(process).pid)
        }
        let run = try await bench.follow(id)
        #expect(run.end.outcome == .interrupted)
        #expect(run.story == ["half running"])
        #expect(try bench.processes(id).isEmpty)
        #expect(ProcessTable.commandLine(of: try #require(child)).isEmpty)
        #expect(try await bench.anotherExecutor().recover(id) == .interrupted)
    }

    @Test(
        "goes on though it has removed its own files, and nobody knows how it ended",
        arguments: ["rm -rf \"$folder\"", "cd \"$folder\" && rm -rf ./*"]
    )
    func withoutFolder(removal: String) async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            script:
                "folder=$(dirname \"$DEPLOY_CONFIG_FILE\"); cd /; \(removal); until [ -e \(bench.state)/end ]; do sleep 0.02; done"
        )
        try await bench.wait("they are gone") { !Folder.somethingExists(at: bench.folder(id) + "/run.json") }
        #expect(try await bench.anotherExecutor().recover(id) == .follow)
        let supervisor = try #require(bench.supervisor(id))
        let later = bench.anotherExecutor()
        async let ended = bench.follow(id, with: later)
        try DurableFile.write([], to: bench.state + "/end")
        let run = try await ended
        try await bench.wait("it has ended") { ProcessTable.commandLine(of: supervisor.pid).isEmpty }
        #expect(run.end.outcome == .interrupted || run.end.outcome == .succeeded)
    }

    @Test("is ended when it is cancelled though it has removed its own files")
    func cancelledWithoutFolder() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "cd \"$(dirname \"$DEPLOY_CONFIG_FILE\")\" && rm -rf ./*; sleep 1000")
        try await bench.wait("they are gone") { !Folder.somethingExists(at: bench.folder(id) + "/cancel") }
        let supervisor = try #require(bench.supervisor(id))
        try await bench.executor.cancel(id)
        #expect(try await bench.follow(id).end.outcome == .interrupted)
        try await bench.wait("it has ended") { ProcessTable.commandLine(of: supervisor.pid).isEmpty }
    }

    @Test("has never started when the daemon went before it could be started, and is made ready anew")
    func neverStarted() async throws {
        let state: String
        let definition = ServiceDefinition.sample(action: .script(try RelativePath("deploy.sh")))
        let bench = try RunBench()
        do {
            let first = bench.anotherExecutor()
            let order = RunRequest(
                deployment: Deployment.ID(1),
                order: .sample(.sample(definition, folder: "services/web"))
            )
            _ = try await first.prepare(order) { folder in try DurableFile.write([1], to: folder + "/half") }
            state = bench.folder(order.deployment)
        }
        // A program that another test is just starting may share the lock for a moment.
        #expect(try await eventually { try await bench.executor.recover(Deployment.ID(1)) == .neverStarted })
        let run = try await bench.prepare(definition, files: ["deploy.sh": "#!/bin/sh\necho whole\n"])
        #expect(!Folder.somethingExists(at: state + "/export/half"))
        try await run.start()
        #expect(try await bench.follow(Deployment.ID(1)).text == "whole\n")
    }

    @Test("has never started either when the daemon went while it made the run ready")
    func halfReady() async throws {
        let bench = try RunBench()
        let id = try await bench.leaveReady(.sample(action: .script(try RelativePath("deploy.sh"))))
        try await bench.executor.discard(id)
        try Folder.create(bench.folder(id))
        #expect(try await bench.anotherExecutor().recover(id) == .neverStarted)
    }

    @Test("has never started either when a program that was just being started has its lock for a moment")
    func sharedLock() async throws {
        let bench = try RunBench()
        let id = Deployment.ID(1)
        do {
            let order = Deployment.Order.sample(.sample(.sample(action: .script(try RelativePath("deploy.sh")))))
            _ = try await bench.anotherExecutor().prepare(RunRequest(deployment: id, order: order)) { _ in }
        }
        #expect(try await eventually { try !FileLock.isHeld(bench.folder(id) + "/lock") })
        let child: ChildProcess
        do {
            let lock = try FileLock(bench.folder(id) + "/lock")
            child = try SpawnRequest(
                executable: "/bin/sleep",
                arguments: ["0.2"],
                descriptors: [5: lock.descriptor.number]
            ).start()
        }
        #expect(try await bench.executor.recover(id) == .neverStarted)
        #expect(try child.wait() == .exited(0))
    }

    @Test("is made ready anew though a program that was just being started has its lock for a moment")
    func sharedLockOfQueued() async throws {
        let bench = try RunBench()
        let id = Deployment.ID(1)
        try Folder.create(bench.folder(id), parents: true)
        let child: ChildProcess
        do {
            let lock = try FileLock(bench.folder(id) + "/lock")
            child = try SpawnRequest(
                executable: "/bin/sleep",
                arguments: ["0.2"],
                descriptors: [5: lock.descriptor.number]
            ).start()
        }
        let action = ServiceDefinition.Action.script(try RelativePath("deploy.sh"))
        #expect(try await bench.leaveReady(.sample(action: action)) == id)
        #expect(try child.wait() == .exited(0))
    }

    @Test("that a later version has left is an error that says so, and stays as it is", arguments: ["run", "exit"])
    func laterFormat(file: String) async throws {
        let bench = try RunBench()
        let id = try await bench.run(script: "echo over").id
        try await bench.wait("the supervisor has ended") { try !FileLock.isHeld(bench.folder(id) + "/lock") }
        if file == "run" { try FolderRemoval.remove(bench.folder(id) + "/exit.json") }
        try bench.rewrite("\(file).json", of: id) { $0["format"] = .integer(99) }
        let before = try Folder.names(in: bench.folder(id))
        let later = bench.anotherExecutor()
        let words = await failure {
            _ = try await later.recover(id)
            _ = try await later.next(id, after: 1 << 20)
        }
        #expect(words.contains("\(file).json has the format 99, not 1; another version may have written it"))
        #expect(try Folder.names(in: bench.folder(id)) == before)
    }

    @Test(
        "counts as interrupted when the record of its end is damaged, and nobody is left to write another one",
        arguments: ["", "[]", #"{"format": 1}"#, #"{"format": 1, "outcome": "x"}"#]
    )
    func damagedRecord(text: String) async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            script: "printf %s '\(text)' >../../../exit.json; echo written; until [ -e end ]; do sleep 0.02; done"
        )
        try await bench.wait("it has written") { try await bench.output(id) == Array("written\n".utf8) }
        async let ended = bench.follow(id)
        try DurableFile.write([], to: bench.folder(id) + "/export/services/web/end")
        #expect(try await ended.end.outcome == .succeeded)
        try await bench.wait("the supervisor has ended") { try !FileLock.isHeld(bench.folder(id) + "/lock") }
        try DurableFile.write(Array(text.utf8), to: bench.folder(id) + "/exit.json")
        let end = try await bench.follow(id, with: bench.anotherExecutor()).end
        #expect(end.outcome == .interrupted)
        #expect(end.message?.hasPrefix("nobody knows how the run ended: ") == true)
    }

    @Test("is interrupted when its folder is gone")
    func noFolder() async throws {
        #expect(try await RunBench().executor.recover(Deployment.ID(5)) == .interrupted)
    }

    @Test("cannot be made ready a second time")
    func onlyOnce() async throws {
        let bench = try RunBench()
        let run = try await bench.run(script: "exit 0")
        #expect(run.end.outcome == .succeeded)
        await #expect(throws: RunRefusal.self) {
            _ = try await bench.prepare(.sample(action: .script(RelativePath("deploy.sh"))))
        }
    }

    @Test("is not started on another boot of the machine than the one on which it was made ready")
    func otherBoot() async throws {
        let bench = try RunBench()
        let script = ServiceDefinition.sample(action: .script(try RelativePath("deploy.sh")))
        let run = try await bench.prepare(script, files: ["deploy.sh": "#!/bin/sh\n"])
        let path = "\(bench.folder(Deployment.ID(1)))/run.json"
        let text = String(decoding: try DurableFile.read(path, limit: 1 << 20), as: UTF8.self)
        let other = text.replacing(try BootClock.bootID(), with: "00000000-1111-2222-3333-444444444444")
        #expect(other != text)
        try DurableFile.write(Array(other.utf8), to: path)
        do {
            try await run.start()
            Issue.record("it was started")
        } catch let refusal as RunRefusal {
            #expect("\(refusal)".contains("made ready before the machine restarted"))
        }
    }

    @Test("keeps its lock for whoever has it ready, and gives it back with that")
    func lock() async throws {
        let bench = try RunBench()
        let definition = ServiceDefinition.sample(action: .script(try RelativePath("deploy.sh")))
        let path = bench.folder(Deployment.ID(1)) + "/lock"
        do {
            let run = try await bench.prepare(definition)
            #expect(try FileLock.isHeld(path))
            let order = RunRequest(deployment: Deployment.ID(1), order: .sample(.sample(definition)))
            await #expect(throws: FileLockFailure.held(path: path)) {
                _ = try await bench.executor.prepare(order) { _ in }
            }
            _ = consume run
        }
        #expect(try await eventually { try !FileLock.isHeld(path) })
        await #expect(throws: Missing.self) {
            let order = RunRequest(deployment: Deployment.ID(1), order: .sample(.sample(definition)))
            _ = try await bench.executor.prepare(order) { _ in throw Missing("the export") }
        }
        #expect(try await eventually { try !FileLock.isHeld(path) })
        let id = try await bench.start(definition, files: ["deploy.sh": "#!/bin/sh\necho whole\n"])
        #expect(try await bench.follow(id).text == "whole\n")
    }

    @Test("survives that its state folder is moved")
    func moved() async throws {
        let bench = try RunBench(below: "/before")
        let id = try await bench.start(
            script: "echo ready; while :; do sleep 0.02; done"
        )
        let after = bench.state.replacingOccurrences(of: "/before", with: "/after")
        try await bench.wait("it says that it is ready") { try await !bench.output(id).isEmpty }
        try Renaming.rename(bench.state, to: after)
        let executor = ProcessRunExecutor(stateFolder: after, program: BuiltProgram.path, log: SilentLog())
        #expect(try await executor.recover(id) == .follow)
        try await executor.cancel(id)
        guard case .ended(let end) = try await executor.next(id, after: 0) else { throw Missing("no end") }
        #expect(end.outcome == .cancelled)
    }

    @Test("leaves no folder behind when the daemon ended before it could be taken down")
    func discardAll() async throws {
        let bench = try RunBench()
        let over = try await bench.run(script: "echo over")
        let ready = try await bench.prepare(.sample(action: .script(RelativePath("deploy.sh"))), id: 2)
        let later = bench.anotherExecutor()
        #expect(Set(try await later.present()) == [over.id, Deployment.ID(2)])
        try await bench.wait("the supervisor has ended") { try !FileLock.isHeld(bench.folder(over.id) + "/lock") }
        try await later.discardAll(later.present())
        #expect(try Folder.names(in: bench.state + "/runs") == ["2"])
        _ = consume ready
        #expect(try await later.size(over.id) == 5)
    }

    @Test("leaves its output, and nothing else, when it is taken down")
    func discard() async throws {
        let bench = try RunBench()
        let run = try await bench.run(script: "echo kept")
        try await bench.executor.discard(run.id)
        try await bench.executor.discard(run.id)
        #expect(try Folder.names(in: bench.state) == ["logs", "runs"])
        #expect(try Folder.names(in: bench.state + "/runs").isEmpty)
        #expect(try await bench.executor.read(run.id, from: 2, limit: 2) == Array("pt".utf8))
        #expect(try await bench.executor.size(run.id) == 5)
        await #expect(throws: RunLogMissing.self) { try await bench.executor.size(Deployment.ID(77)) }
    }
}

/// What `work` throws, in words; empty if it throws nothing.
private func failure(_ work: () async throws -> Void) async -> String {
    do {
        try await work()
        return ""
    } catch {
        return "\(error)"
    }
}

extension RunBench {
    /// Changes a JSON file of the run's folder.
    fileprivate func rewrite(_ name: String, of id: Deployment.ID, _ change: (inout JSONObject) -> Void) throws {
        let path = folder(id) + "/" + name
        let json = try JSONParser.parse(try DurableFile.read(path, limit: 1 << 20), limits: .file).value
        var object = try #require(json.object)
        change(&object)
        try DurableFile.write(JSONValue.object(object).bytes(), to: path)
    }
}

struct Missing: Error {
    let what: String

    init(_ what: String) { self.what = what }
}
