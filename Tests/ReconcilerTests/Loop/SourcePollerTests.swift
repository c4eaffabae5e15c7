import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The poller of a source")
struct SourcePollerTests {
    private let live = LiveWorkshop()
    private let source = ScriptedSource()

    @Test("accepts what it finds, and starts what follows from it")
    func takes() async throws {
        let poller = try await live.poller(source)
        await source.answers(Repository(.sample()))
        let polled = await poller.poll()
        let expected = SyncReport.PolledSource(
            name: source.name,
            revision: .sample(number: 1),
            failure: nil,
            isNews: true
        )
        #expect(polled == expected)
        #expect(try await live.state(1) == .queued)
        #expect(await poller.poll().result == .unchanged)
        #expect(await source.polls == [nil, .sample(number: 1)])
    }

    private static func definition(scheme: Int) -> DefinitionFile {
        .valid(.sample(.sample(name: "web"), folder: "web", digest: .sample("a", scheme: scheme)))
    }

    /// A store in which a program of the first scheme has accepted revision 1, and has deployed it.
    private func outdated() async throws {
        var repository = Repository()
        repository.put(Self.definition(scheme: 1), in: "web")
        let id = try await live.workshop.open("config")
        try await live.workshop.sync(id, repository)
        try await live.workshop.run("web")
        repository.commit()
        repository.put(Self.definition(scheme: Digest.currentScheme), in: "web")
        await source.answers(repository)
    }

    private static let renewal = DigestRenewal(
        service: .sample("web"),
        before: .sample("a", scheme: 1),
        now: .sample("a")
    )

    @Test("renews digests of an older scheme once, at the accepted revision, before it takes anything")
    func renews() async throws {
        try await outdated()
        let poller = try await live.poller(source)
        await source.renews([Self.renewal], at: .sample(number: 1))
        #expect(await poller.poll().failure == nil)
        #expect(await poller.poll().failure == nil)
        #expect(await source.renewed.map(\.revision) == [.sample(number: 1)])
        #expect(await source.renewed.first?.names == ["web"])
        #expect(try await live.workshop.decide("web") == .nothing(.synced))
        let next = try await live.poller(source)
        #expect(await next.poll().failure == nil)
        #expect(await source.renewed.count == 1)
    }

    @Test("renews them at the tip when the source has lost the accepted revision")
    func renewsAtTip() async throws {
        try await outdated()
        let poller = try await live.poller(source)
        await source.renews([Self.renewal], at: .sample(number: 2))
        #expect(await poller.poll().failure == nil)
        #expect(await source.renewed.map(\.revision) == [.sample(number: 1), .sample(number: 2)])
        #expect(try await live.workshop.decide("web") == .nothing(.synced))
    }

    @Test("takes nothing as long as it cannot renew them")
    func doesNotRenew() async throws {
        try await outdated()
        let poller = try await live.poller(source)
        #expect(await poller.poll().failure?.contains("the digests of this version") == true)
        #expect(try await live.workshop.source(poller.id)?.accepted == .sample(number: 1))
        #expect(try await live.workshop.decide("web") == .nothing(.synced))
        await source.renews([Self.renewal], at: .sample(number: 1))
        #expect(await poller.poll().failure == nil)
        #expect(try await live.workshop.service("web")?.desired.digest == .sample("a"))
    }

    @Test("ends the polls that are under way, whoever asked for them, and begins none any more")
    func end() async throws {
        let poller = try await live.poller(source)
        await source.close()
        let polls = (0..<2).map { _ in Task { await poller.poll() } }
        #expect(await eventually { await source.underWay == 1 })
        await poller.end()
        #expect(await source.underWay == 0)
        for poll in polls { #expect(await poll.value.failure != nil) }
        #expect(await poller.poll().failure != nil)
        #expect(try await live.workshop.source(poller.id)?.failure == nil)
    }

    @Test("records failures once, waits longer with each, and recovers")
    func failures() async throws {
        let poller = try await live.poller(source)
        for _ in 0..<2 { await source.fails(Unreachable(what: "git.example")) }
        let run = Task { try await poller.run() }
        for wait in [120, 240, 60, 60] {
            #expect(await eventually { live.clock.sleeping == 1 })
            #expect(live.clock.asked.last == .seconds(wait))
            let note = try #require(live.workshop.board.note(of: poller.id))
            let failing = wait > 60
            #expect(note.failure == (failing ? "cannot reach git.example" : nil))
            #expect((note.consecutiveFailures > 0) == failing)
            #expect((note.answered == nil) == failing)
            #expect(try await live.workshop.source(poller.id)?.failure == note.failure)
            #expect(
                note.nextPoll?.millisecondsSince1970
                    == live.workshop.time.now().millisecondsSince1970 + Int64(wait) * 1_000
            )
            live.pass(Int64(wait) * 1_000)
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        let events = try await live.store.read { try $0.events.page(after: 0, limit: 9) }
        #expect(events.map(\.event) == ["SourceFailed", "SourceUpdated"])
        let again = live.log.lines.filter { $0.message == "the source answers again" }
        #expect(again.map { $0.fields["failures"] } == ["2"])
    }

    @Test("tells that a poll is overdue, since when, and that it has ended")
    func overdue() async throws {
        let poller = try await live.poller(source, longest: 90_000)
        await source.close()
        let poll = Task { await poller.poll() }
        #expect(await eventually { live.clock.sleeping == 1 })
        let began = live.workshop.time.now()
        live.pass(89_000)
        #expect(live.workshop.board.note(of: poller.id)?.overdueSince == nil)
        live.pass(1_000)
        #expect(await eventually { live.workshop.board.note(of: poller.id)?.overdueSince == began })
        await source.open()
        _ = await poll.value
        #expect(live.workshop.board.note(of: poller.id)?.overdueSince == nil)
        #expect(await eventually { live.clock.sleeping == 0 })
    }

    @Test("writes nothing when it finds nothing new")
    func nothingNew() async throws {
        let poller = try await live.poller(source)
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        await live.store.refuseNext(with: Unreachable(what: "the disk"))
        #expect(await poller.poll().failure == nil)
        await live.store.refuseNext(with: Unreachable(what: "the disk"))
        await source.answers(Repository(.sample()))
        #expect(await poller.poll().failure == nil)
    }

    @Test("polls once for all who ask while a poll is under way")
    func coalesces() async throws {
        let poller = try await live.poller(source)
        await source.close()
        let first = Task { await poller.poll() }
        #expect(await eventually { await source.underWay == 1 })
        let others = (0..<8).map { _ in Task.immediate { await poller.poll() } }
        await poller.settle()
        await source.answers(Repository(.sample()))
        await source.open()

        var revisions = [await first.value.revision]
        for other in others { revisions.append(await other.value.revision) }
        #expect(await source.polls.count == 2)
        #expect(revisions.allSatisfy { $0 == .sample(number: 1) })
    }

    @Test("with an interval of zero polls once, and again after a failure, whoever's poll failed")
    func once() async throws {
        let poller = try await live.poller(source, interval: 0)
        await source.fails(Unreachable(what: "git.example"))
        let run = Task { try await poller.run() }
        #expect(await eventually { live.clock.sleeping == 1 })
        await source.answers(Repository(.sample()))
        live.pass(10_000)
        #expect(await eventually { await source.polls.count == 2 && live.clock.sleeping == 0 })
        #expect(await eventually { live.workshop.board.note(of: poller.id)?.nextPoll == nil })

        await source.fails(Unreachable(what: "git.example"))
        _ = await poller.poll()
        #expect(await eventually { live.clock.sleeping == 1 })
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test("ends with its task, also in the middle of a poll, and takes that for no failure")
    func cancelled() async throws {
        let poller = try await live.poller(source)
        await source.close()
        let run = Task { try await poller.run() }
        #expect(await eventually { await source.underWay == 1 })
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(try await live.workshop.source(poller.id)?.failure == nil)
    }

    @Test("waits its interval from the last poll on, whoever asked for it")
    func anew() async throws {
        let poller = try await live.poller(source)
        let run = Task { try await poller.run() }
        #expect(await eventually { live.clock.sleeping == 1 })
        live.pass(50_000)
        _ = await poller.poll()
        #expect(await eventually { live.clock.asked.count == 2 && live.clock.sleeping == 1 })
        let next = live.workshop.board.note(of: poller.id)?.nextPoll?.millisecondsSince1970
        #expect(next == live.workshop.time.now().millisecondsSince1970 + 60_000)
        live.pass(10_000)
        #expect(live.clock.sleeping == 1)
        live.pass(50_000)
        #expect(await eventually { await source.polls.count == 3 })
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test("after a hook waits as if no poll had failed before it, and still counts the failures")
    func backoffOfHook() async throws {
        let poller = try await live.poller(source)
        for _ in 0..<4 { await source.fails(Unreachable(what: "git.example")) }
        let run = Task { try await poller.run() }
        for wait in [120, 240] {
            #expect(await eventually { live.clock.asked.last == .seconds(wait) && live.clock.sleeping == 1 })
            live.pass(Int64(wait) * 1_000)
        }
        #expect(await eventually { live.clock.asked.last == .seconds(480) && live.clock.sleeping == 1 })
        #expect(await poller.pollOnHook().result == .failed)
        #expect(await eventually { live.clock.asked.last == .seconds(120) && live.clock.sleeping == 1 })
        #expect(live.workshop.board.note(of: poller.id)?.consecutiveFailures == 4)
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test("begins no other poll when it is stopped in the middle of one")
    func stopped() async throws {
        let poller = try await live.poller(source)
        await source.close()
        let run = Task { try await poller.run() }
        #expect(await eventually { await source.underWay == 1 })
        let waiting = Task.immediate { await poller.poll() }
        await poller.settle()
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(await waiting.value.result == .failed)
        #expect(try await live.workshop.source(poller.id)?.failure == nil)
    }

    @Test("looks at every service once the last source has been read")
    func allRead() async throws {
        let other = ScriptedSource(name: "other")
        let (poller, last) = (try await live.poller(source), try await live.poller(other))
        await source.answers(Repository(.sample(name: "web", dependsOn: ["db"])))
        _ = await poller.poll()
        #expect(try await live.workshop.decide("web") == .wait(.sourcesUnread([.sample("db")])))
        _ = await last.poll()
        #expect(try await live.workshop.decide("web") == .hold(.unknownDependency([.sample("db")])))
    }

    @Test("reads a source once more when a name has become free that it may claim")
    func freeName() async throws {
        let other = ScriptedSource(name: "other")
        let (poller, rival) = (try await live.poller(source), try await live.poller(other))
        await source.answers(Repository(.sample()))
        await other.answers(Repository(.sample()))
        _ = await poller.poll()
        _ = await rival.poll()
        #expect(try await live.workshop.service("web")?.source == poller.id)

        await source.answers(Repository(number: 2, .sample(name: "other")))
        _ = await poller.poll()
        await other.fails(Unreachable(what: "git.example"))
        _ = await rival.poll()
        await other.isUnchanged(.sample(number: 1))
        await other.answers(Repository(.sample()))
        _ = await rival.poll()
        _ = await rival.poll()

        #expect(try await live.workshop.service("web")?.source == rival.id)
        let accepted = Revision.sample(number: 1)
        #expect(await other.polls == [nil, accepted, accepted, nil, accepted])
    }

    @Test("compares with what was accepted also when a name has become free")
    func rewrittenMeanwhile() async throws {
        let poller = try await live.poller(source, rules: HoldRules(onRewrite: .hold))
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        live.workshop.runtimeState.markOutdated(poller.id)
        var rewritten = Repository(number: 2, .sample())
        rewritten.ancestry = .rewritten
        await source.isUnchanged(.sample(number: 1))
        for _ in 0..<2 { await source.answers(rewritten) }

        #expect(await poller.poll().held?.reason == .rewritten)
        #expect(await source.polls == [nil, .sample(number: 1), nil, .sample(number: 1)])
    }

    @Test("tells that a tip is held, and looks at it only once")
    func held() async throws {
        let poller = try await live.poller(source, rules: HoldRules(maxChanged: 0))
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        for _ in 0..<3 { await source.answers(Repository(number: 2, .sample(version: "2"))) }
        let held = await poller.poll()
        #expect(held.held?.reason == .changes)
        #expect(held.revision == .sample(number: 1))
        #expect(live.workshop.board.note(of: poller.id)?.revision == .sample(number: 2))

        await live.store.refuseNext(with: Unreachable(what: "the disk"))
        #expect(await poller.poll() == held)
        #expect(live.log.lines.count { $0.message == "held" } == 1)
    }

    @Test("accepts a held tip that a person names, and no other")
    func accepts() async throws {
        let poller = try await live.poller(source, rules: HoldRules(maxChanged: 0))
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        for _ in 0..<4 { await source.answers(Repository(number: 2, .sample(version: "2"))) }
        _ = await poller.poll()
        #expect(await poller.poll(accepting: .sample(number: 3)).held?.revision == .sample(number: 2))
        let polled = await poller.poll(accepting: .sample(number: 2))
        #expect(polled.held == nil)
        #expect(polled.revision == .sample(number: 2))
        #expect(try await live.workshop.service("web")?.desired.definition.version == "2")
    }

    @Test("forgets a person's word when the tip was another one")
    func forgets() async throws {
        let poller = try await live.poller(source, rules: HoldRules(maxChanged: 0))
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        await source.answers(Repository(number: 2, .sample(version: "2")))
        _ = await poller.poll(accepting: .sample(number: 3))
        await source.answers(Repository(number: 3, .sample(version: "3")))
        #expect(await poller.poll().held?.revision == .sample(number: 3))
    }

    @Test("tries again after a commit that failed")
    func storeFails() async throws {
        let poller = try await live.poller(source)
        await source.answers(Repository(.sample()))
        await live.store.refuseNext(with: Unreachable(what: "the disk"))
        #expect(await poller.poll().failure == "cannot reach the disk")
        await source.answers(Repository(.sample()))
        #expect(await poller.poll().failure == nil)
        #expect(await source.polls == [nil, nil])
        #expect(try await live.workshop.source(poller.id)?.failure == nil)
    }
}

extension SourcePoller {
    /// Returns when everything that was asked of the poller before has been begun.
    fileprivate func settle() {}
}
