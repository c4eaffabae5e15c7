import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("The end of a run")
struct RunEndTests {
    /// What leaves a process behind that looks for its own file, and says so when it is ended.
    private static let stubborn = "trap '' TERM; while :; do sleep 0.1; done"

    @Test("comes at the timeout, also for what ignores SIGTERM and has left the session")
    func timeout() async throws {
        let bench = try RunBench()
        let run = try await bench.run(
            script: """
                setsid bash -c "\(Self.stubborn)" &
                (setsid bash -c "\(Self.stubborn)" </dev/null >/dev/null 2>&1 &)
                \(Self.stubborn)
                """,
            timeout: 300
        )
        #expect(run.end.outcome == .timedOut)
        #expect(run.end.message == "it ran longer than its timeout of 300ms and was ended")
        #expect(try bench.processes(run.id).isEmpty)
    }

    @Test("does not come by a clock that is put forward")
    func clockPutForward() async throws {
        let bench = try RunBench(hasOwnClock: true)
        let id = try await bench.start(
            script: """
                echo began; until [ -e on ]; do sleep 0.02; done
                echo on; until [ -e end ]; do sleep 0.02; done
                """,
            timeout: 3_600_000
        )
        try await bench.wait("it has begun") { try await bench.output(id) == Array("began\n".utf8) }
        try #require(bench.clock).jump(to: 365 * 86_400)
        let folder = "\(bench.folder(id))/export/services/web"
        try DurableFile.write([], to: "\(folder)/on")
        // What it says makes its supervisor look at the clock.
        try await bench.wait("it goes on") { try await bench.output(id).starts(with: Array("began\non\n".utf8)) }
        try DurableFile.write([], to: "\(folder)/end")
        #expect(try await bench.follow(id).end == RunEnd(outcome: .succeeded, exitCode: 0))
    }

    @Test("comes at the timeout although the clock is set back")
    func clockSetBack() async throws {
        let bench = try RunBench(hasOwnClock: true)
        let id = try await bench.start(script: "echo began; sleep 20", timeout: 2_000)
        try await bench.wait("it has begun") { try await bench.output(id) == Array("began\n".utf8) }
        try #require(bench.clock).jump(to: -86_400)
        #expect(try await bench.follow(id).end.outcome == .timedOut)
    }

    @Test("comes when it is cancelled, at once for what heeds SIGTERM")
    func cancel() async throws {
        let bench = try RunBench { $0.patience = 60_000 }
        let id = try await bench.start(script: "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done")
        try await bench.wait("it says that it is ready") { try await bench.output(id) == Array("ready\n".utf8) }
        try await bench.executor.cancel(id)
        let run = try await bench.follow(id)
        #expect(run.end == RunEnd(outcome: .cancelled, exitCode: 0, message: "it was cancelled"))
        #expect(run.text.hasPrefix("ready\n") && run.text.contains("bye\n"))
    }

    @Test("can be asked for before the supervisor has begun to listen, and after it is gone")
    func cancelEarlyAndLate() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "while :; do sleep 0.05; done")
        try await bench.executor.cancel(id)
        #expect(try await bench.follow(id).end.outcome == .cancelled)
        try await bench.executor.cancel(id)
        try await bench.executor.discard(id)
        try await bench.executor.cancel(id)
    }

    @Test("is that of the main process: what it leaves is ended and named")
    func leftovers() async throws {
        let bench = try RunBench()
        let run = try await bench.run(
            script: """
                setsid sleep 1000 </dev/null >/dev/null 2>&1 &
                until [ "$(cat /proc/$!/comm)" = sleep ]; do sleep 0.01; done
                echo done
                """
        )
        #expect(run.end.outcome == .succeeded)
        #expect(run.text.contains("reconciler: the main process has ended and left 1 behind: sleep ("))
        #expect(try bench.processes(run.id).isEmpty)
    }

    @Test("comes at once when the output had come to its end before", .endsWhenItHangs)
    func silentEnd() async throws {
        let bench = try RunBench { $0.drain = 600_000 }
        let run = try await bench.run(script: "exec >&- 2>&-; sleep 0.2")
        #expect(run.end.outcome == .succeeded)
    }

    @Test("reads the output of what is left on for a while, and no longer")
    func drain() async throws {
        let run = try await RunBench().run(script: "(sleep 0.1; echo late) & (while :; do echo; sleep 0.01; done) &")
        #expect(run.end.outcome == .succeeded)
        #expect(run.text.contains("late\n"))
    }

    @Test("is an interruption when the supervisor is told to stop")
    func supervisorStops() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "echo ready; while :; do sleep 0.05; done")
        try await bench.wait("it says that it is ready") { try await !bench.output(id).isEmpty }
        let supervisor = try #require(bench.supervisor(id))
        Signals.send(Signals.terminate, to: supervisor.pid)
        let run = try await bench.follow(id)
        #expect(run.end.outcome == .interrupted)
        #expect(try bench.processes(id).isEmpty)
    }

    @Test("is a failure that says so when the supervisor cannot even start")
    func noSupervisor() async throws {
        let bench = try RunBench()
        let program = bench.state + "/supervisor"
        try DurableFile.write(Array("#!/bin/sh\necho no library >&2\nexit 1\n".utf8), to: program, mode: 0o755)
        let end = try await end(of: program, bench)
        #expect(end == RunEnd(outcome: .failed, message: "its supervisor failed at the start: no library"))
    }

    @Test("is interrupted when the supervisor goes without a word before it has begun")
    func supervisorKilledAtStart() async throws {
        let end = try await end(of: "/bin/false", try RunBench())
        #expect(end == RunEnd(outcome: .interrupted, message: "the run's supervisor ended before the run began"))
    }

    /// How a run ends whose supervisor is `program`.
    private func end(of program: String, _ bench: RunBench) async throws -> RunEnd {
        let executor = ProcessRunExecutor(stateFolder: bench.state, program: program, log: SilentLog())
        let service = Service.sample(.sample(action: .script(try RelativePath("deploy.sh"))), folder: "web")
        let order = RunRequest(deployment: Deployment.ID(9), order: .sample(service))
        try await executor.prepare(order) { _ in }.start()
        return try await bench.follow(Deployment.ID(9), with: executor).end
    }
}

extension RunBench {
    /// The living processes that belong to the run.
    func processes(_ id: Deployment.ID) throws -> [ProcessEntry] {
        try ProcessTable.started(with: "RECONCILER_RUN=\(marker(id))")
    }

    func supervisor(_ id: Deployment.ID) -> ProcessEntry? { RunProcesses.living(.supervisor, in: folder(id)) }

    /// The process that has started the run's supervisor.
    func guardian(_ id: Deployment.ID) -> ProcessEntry? { RunProcesses.living(.guardian, in: folder(id)) }

    private func marker(_ id: Deployment.ID) throws -> String {
        let bytes = try DurableFile.read(folder(id) + "/run.json", limit: 1 << 20)
        return try #require(try JSONParser.parse(bytes, limits: .file).value["marker"]?.string)
    }
}
