import Domain
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Execution

@Suite("The sweep after a lost run")
struct RunSweepTests {
    private func specification(patience: Int64 = 50) throws -> RunSpecification {
        var limits = RunLimits()
        (limits.patience, limits.surrender) = (patience, 600_000)
        return RunSpecification(
            RunRequest(deployment: Deployment.ID(1), order: .sample(.sample())),
            marker: "\(UInt64.random(in: 0...UInt64.max))",
            boot: "boot",
            settings: RunSettings(),
            limits: limits
        )
    }

    /// Starts a process of the run, and waits until it can be seen to be one.
    private func start(_ script: String, of run: RunSpecification) async throws -> ChildProcess {
        let child = try SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", script],
            environment: [run.mark.name: run.mark.value, "PATH": "/usr/bin:/bin"]
        ).start()
        let mark = "\(run.mark.name)=\(run.mark.value)"
        let isSeen = try await eventually { try ProcessTable.started(with: mark).contains { $0.pid == child.pid } }
        try #require(isSeen)
        return child
    }

    @Test("ends what ignores SIGTERM, and what is stopped")
    func ends() async throws {
        let run = try specification()
        let stubborn = try await start("trap '' TERM; while :; do sleep 0.05; done", of: run)
        let stopped = try await start("kill -STOP $$; sleep 1000", of: run)
        #expect(try await RunSweep(run, limits: run.limits).untilNothingIsLeft().isEmpty)
        #expect(try await !stubborn.exitStatus().isSuccess)
        #expect(try await !stopped.exitStatus().isSuccess)
    }

    @Test("looks again when it has found nothing, and ends what was just being started")
    func looksAgain() async throws {
        let run = try specification()
        let child = try await start("while :; do sleep 0.05; done", of: run)
        let looks = Mutex(0)
        let sweep = RunSweep(
            run,
            limits: run.limits,
            look: { assignment in
                let isFirst = looks.withLock { number in
                    number += 1
                    return number == 1
                }
                return isFirst ? [] : try ProcessTable.started(with: assignment)
            }
        )
        #expect(try await sweep.untilNothingIsLeft().isEmpty)
        #expect(try await !child.exitStatus().isSuccess)
    }

    @Test("gives up at once on what it may not signal, and names it")
    func forbidden() async throws {
        let run = try specification(patience: 600_000)
        let child = try await start("while :; do sleep 0.05; done", of: run)
        let left = try await RunSweep(run, limits: run.limits, send: { _, _ in false }).untilNothingIsLeft()
        #expect(left.contains("sh (\(child.pid))"))
        #expect(try child.poll() == nil)
        #expect(try await RunSweep(run, limits: run.limits).untilNothingIsLeft().isEmpty)
        _ = try await child.exitStatus()
    }
}
