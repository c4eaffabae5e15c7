import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A disk that is too full")
struct DiskWatchTests {
    private let live = LiveWorkshop()
    private let disk = ScriptedDisk()
    private let board = DiskBoard(limits: .but { $0.freeBytes = 100 })

    private var watch: DiskWatch { DiskWatch(live.context, disk, board) }

    @Test("lets nothing begin, says so once, and goes on by itself when there is room")
    func wholeStory() async throws {
        let watch = watch
        let scheduler = live.scheduler(concurrency: 2) { await watch.look() }
        disk.has(free: 99)
        await watch.look()
        let tasks = [
            Task { await live.loop.run() }, Task { await watch.run() }, Task { _ = try? await scheduler.run() },
        ]
        try await live.sync(Repository(.sample()))
        #expect(try await live.workshop.decide("web") == .wait(.diskFull(DiskShortage(free: 99, needed: 100))))
        #expect(try await live.store.read { try $0.decisions.last(of: Identifier(1)) }?.cause.reason == "disk_full")
        #expect(try await live.state(1) == nil)
        #expect(
            await live.workshop.views(disk: board).readiness().remarks.contains {
                $0.hasPrefix("no run starts, because only 99 B are free")
            }
        )
        for free in [98, 0] {
            disk.has(free: Int64(free))
            live.pass(5_000)
            #expect(await eventually { board.note.free == Int64(free) && live.clock.sleeping > 0 })
        }
        #expect(warnings.count == 1)
        #expect(await live.executor.calls.isEmpty)

        disk.has(free: 100)
        live.pass(5_000)
        #expect(await eventually { await live.executor.started == ["start 1"] })
        #expect(warnings.count == 1)
        tasks.forEach { $0.cancel() }
        for task in tasks { await task.value }
        #expect(live.log.errors.isEmpty)
    }

    private var warnings: [String] {
        live.log.lines.filter { $0.level == .warning && $0.message.hasPrefix("no run starts") }.map(\.message)
    }

    @Test("takes what waits for a slot back, before anything of it is made ready")
    func queued() async throws {
        try await live.sync(Repository(.sample()))
        #expect(try await live.state(1) == .queued)
        disk.has(free: 0)
        let watch = watch
        let scheduler = live.scheduler(concurrency: 2) { await watch.look() }
        let tasks = [Task { _ = try? await scheduler.run() }, Task { await live.loop.run() }]
        #expect(await eventually { (try? await live.state(1)) == .superseded })
        #expect(await live.executor.calls.isEmpty)
        disk.has(free: 100)
        await watch.look()
        #expect(await eventually { await live.executor.started == ["start 2"] })
        tasks.forEach { $0.cancel() }
        for task in tasks { await task.value }
    }

    @Test("is not one that cannot be looked at")
    func unknown() async throws {
        disk.has(free: nil)
        #expect(await watch.look())
        #expect(live.workshop.runtimeState.present.diskShortage == nil)
    }
}
