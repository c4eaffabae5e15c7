import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The daemon")
struct DaemonTests {
    private let workshop = Workshop()
    private let source = ScriptedSource()
    private let executor = ScriptedExecutor()
    private let clock = ManualClock()

    private func daemon() async throws -> Daemon {
        try await Daemon(
            Adapters(
                unitOfWork: workshop.store,
                readers: StoreReaders { _ in workshop.store },
                copies: NoCopies(),
                executor: executor,
                outputs: FakeRunOutputs(),
                disk: ScriptedDisk(),
                sources: [ScheduledSource(source: source, schedule: PollSchedule(interval: 60_000))],
                isWritable: { true }
            ),
            DaemonSettings(
                concurrency: 2,
                retention: RetentionLimits(),
                owner: .sample(),
                about: StatusViews.About(version: "0.1.0", started: .sample())
            ),
            DaemonMemory(
                runtimeState: workshop.runtimeState,
                sources: workshop.board,
                changes: workshop.changes,
                meter: workshop.meter
            ),
            SystemPorts(time: workshop.time, random: FixedRandom(), clock: clock, log: workshop.log)
        )
    }

    /// Runs a daemon while `test` does, and ends it.
    private func running(_ test: (Daemon) async throws -> Void) async throws {
        let daemon = try await daemon()
        let task = Task { try await daemon.run() }
        defer { task.cancel() }
        try await test(daemon)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private func isSynced(_ name: String) async -> Bool {
        (try? await workshop.decide(name)) == .nothing(.synced)
    }

    @Test("deploys what a commit says, dependencies first, and then rests")
    func deploys() async throws {
        await source.answers(Repository(.sample(name: "a", dependsOn: ["b"]), .sample(name: "b")))
        await executor.usuallyEnds(RunEnd(outcome: .succeeded, exitCode: 0))
        try await running { daemon async throws in
            #expect(await eventually { await isSynced("a") })
            #expect(await executor.started == ["start 1", "start 2"])
            #expect(try await workshop.deployment(Identifier(1))?.order.serviceName == .sample("b"))
            #expect(await daemon.views.readiness().isReady)

            #expect(await eventually { clock.sleeping == 3 })
            await source.answers(Repository(number: 2, .sample(name: "a", description: "new"), .sample(name: "b")))
            clock.advance(by: .seconds(60))
            #expect(await eventually { (try? await workshop.service("a"))??.desired.definition.description == "new" })
            #expect(await eventually { clock.sleeping == 3 })
        }
        #expect(await executor.started.count == 2)
        #expect(workshop.log.errors.isEmpty)
    }

    @Test("takes up at the next start what it left")
    func restarts() async throws {
        await source.answers(Repository(.sample()))
        try await running { _ in
            #expect(await eventually { await executor.started == ["start 1"] })
        }
        #expect(try await workshop.deployment(Identifier(1))?.state == .running)

        await executor.end(Identifier(1))
        try await running { _ in
            #expect(await eventually { await isSynced("web") })
        }
        #expect(await executor.calls == ["prepare 1", "start 1", "recover 1", "discard 1"])
    }

    @Test("syncs when a person says so")
    func sync() async throws {
        try await running { daemon async throws in
            #expect(await eventually { clock.sleeping == 3 })
            await source.answers(Repository(.sample()))
            let control = SyncControl(services: [], all: false, force: false, user: nil)
            #expect(try await daemon.controls.sync(control).services == [.sample("web")])
            await executor.end(Identifier(1))
            #expect(await eventually { await isSynced("web") })
        }
    }

    @Test("deploys nothing from a restored backup until a person accepts a revision")
    func restored() async throws {
        await executor.usuallyEnds(RunEnd(outcome: .succeeded, exitCode: 0))
        await source.answers(Repository(.sample()))
        try await running { _ in
            #expect(await eventually { await isSynced("web") })
        }
        await workshop.store.becomeBackup()
        await executor.hasTrace(Identifier(7))
        var next = Repository(number: 2)
        next.put(.sample(version: "2"), digest: 2)
        await source.answers(next)
        try await running { daemon async throws in
            let source = try await workshop.store.read { try $0.sources.all().first }
            #expect(source?.standing == .restored)
            #expect(await eventually { (try? await heldReason()) == .restored })
            #expect(await executor.started == ["start 1"])
            #expect(workshop.log.lines.contains { $0.message.contains("restored from a backup") })

            await self.source.answers(next)
            let accept = SyncControl(services: [], all: false, force: false, accept: next.revision, user: nil)
            #expect(try await daemon.controls.sync(accept).sources.first?.held == nil)
            #expect(await eventually { await executor.started == ["start 1", "start 8"] })
            #expect(await eventually { await isSynced("web") })
        }
    }

    private func heldReason() async throws -> SourceHold.Reason? {
        try await workshop.store.read { try $0.sources.all().first?.held?.reason }
    }
}

private struct NoCopies: StoreCopying {
    func copy(to path: String) throws -> BackupReport { throw BackupRefused("there is nothing to copy") }
}
