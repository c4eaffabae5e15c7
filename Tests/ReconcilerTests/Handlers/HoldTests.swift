import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Holding a revision")
struct HoldTests {
    private let workshop: Workshop
    private let source: Source.ID
    private var repository = Repository(.sample(name: "a"), .sample(name: "b"), .sample(name: "c"))

    init() async throws {
        (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, repository)
        workshop.reactor.forget()
        repository.commit()
    }

    /// Expects that nothing of the repository was accepted.
    private func expectHeld(_ hold: SourceHold?, _ reason: SourceHold.Reason) async throws {
        let stored = try #require(try await workshop.source(source))
        #expect(hold?.reason == reason)
        #expect(hold?.revision == repository.revision)
        #expect(stored.held == hold)
        #expect(stored.accepted == .sample(number: 1))
        #expect(workshop.reactor.names == ["SourceHeld"])
    }

    @Test("that changes more services than the limit leaves every one of them as it is")
    func changes() async throws {
        var copy = self
        for name in ["a", "b"] { copy.repository.put(.sample(name: name, version: "2"), digest: 2) }
        let before = try await workshop.service("a")
        let hold = try await workshop.judge(source, copy.repository, HoldRules(maxChanged: 1))
        try await copy.expectHeld(hold, .changes)
        #expect(try await workshop.service("a") == before)
    }

    @Test("counts no new service, no other place and no problem as a change")
    func notCounted() async throws {
        var repository = repository
        for name in ["d", "e", "f"] { repository.put(.sample(name: name)) }
        repository.remove("a")
        repository.put(.sample(name: "a"), in: "elsewhere")
        repository.breakFile(in: "b")
        #expect(try await workshop.judge(source, repository, HoldRules(maxChanged: 0, maxRemoved: 0)) == nil)
        #expect(try await workshop.source(source)?.accepted == .sample(number: 2))
    }

    @Test("that removes more services than the limit keeps them")
    func removals() async throws {
        var copy = self
        for name in ["a", "b"] { copy.repository.remove(name) }
        let hold = try await workshop.judge(source, copy.repository, HoldRules(maxRemoved: 1))
        try await copy.expectHeld(hold, .removals)
        #expect(try await workshop.service("a") != nil)
    }

    @Test("that defines no service any more needs no rule")
    func emptied() async throws {
        var copy = self
        for name in ["a", "b", "c"] { copy.repository.remove(name) }
        let hold = try await workshop.judge(source, copy.repository, HoldRules())
        try await copy.expectHeld(hold, .emptied)
        #expect(hold?.message == "it defines no service any more, and 3 services would be removed")
    }

    @Test("spares one whose services are broken, or have new names")
    func notEmptied() async throws {
        var repository = repository
        for name in ["a", "b", "c"] { repository.breakFile(in: name) }
        #expect(try await workshop.judge(source, repository, HoldRules()) == nil)
        repository.commit()
        for name in ["a", "b", "c"] { repository.put(.sample(name: name + "2"), in: name) }
        #expect(try await workshop.judge(source, repository, HoldRules()) == nil)
        #expect(try await workshop.service("a") == nil)
    }

    @Test("of a rewritten history happens only where it is asked for")
    func rewrites() async throws {
        var copy = self
        copy.repository.ancestry = .rewritten
        let hold = try await workshop.judge(source, copy.repository, HoldRules(onRewrite: .hold))
        try await copy.expectHeld(hold, .rewritten)
        #expect(try await workshop.judge(source, copy.repository, HoldRules()) == nil)
        #expect(workshop.reactor.names == ["SourceHeld", "SourceRewritten", "SourceUpdated"])
    }

    @Test("that is held already writes nothing, and tells since when")
    func again() async throws {
        var copy = self
        copy.repository.remove("a")
        let command = SyncServices(source: source, state: copy.repository.state, rules: HoldRules(maxRemoved: 0))
        let first = try await workshop.commands.send(command).hold
        workshop.time.pass(5_000)
        #expect(try await workshop.sendWithoutWriting(command).hold == first)
    }

    @Test("ends with a person's word for this very revision")
    func approved() async throws {
        var copy = self
        copy.repository.remove("a")
        try await workshop.judge(source, copy.repository, HoldRules(maxRemoved: 0))
        try await workshop.sync(source, copy.repository)
        #expect(try await workshop.source(source)?.held == nil)
        #expect(try await workshop.source(source)?.accepted == .sample(number: 2))
        #expect(try await workshop.service("a") == nil)
        #expect(workshop.reactor.names == ["SourceHeld", "ServiceDeleted", "SourceUpdated"])
    }

    @Test("ends by itself when another tip breaks no rule, and when the accepted one is the tip again")
    func released() async throws {
        var copy = self
        copy.repository.remove("a")
        try await workshop.judge(source, copy.repository, HoldRules(maxRemoved: 0))
        var old = Repository(.sample(name: "a"), .sample(name: "b"), .sample(name: "c"))
        #expect(try await workshop.judge(source, old, HoldRules(maxRemoved: 0)) == nil)
        #expect(try await workshop.source(source)?.held == nil)

        try await workshop.judge(source, copy.repository, HoldRules(maxRemoved: 0))
        old.commit()
        old.commit()
        #expect(try await workshop.judge(source, old, HoldRules(maxRemoved: 0)) == nil)
        #expect(try await workshop.source(source)?.held == nil)
        #expect(try await workshop.source(source)?.accepted == .sample(number: 3))
    }

    @Test("leaves services to what was accepted: they are deployed as before")
    func goesOn() async throws {
        var copy = self
        for name in ["a", "b", "c"] { copy.repository.remove(name) }
        try await workshop.judge(source, copy.repository, HoldRules())
        #expect(try await workshop.decide("a") == .deploy(.drift([.notDeployed])))
        let id = try await workshop.run("a")
        #expect(try await workshop.deployment(id)?.state == .succeeded)
    }

    @Test("is shown with its reason, its revision and its beginning")
    func shown() async throws {
        var copy = self
        copy.repository.remove("a")
        try await workshop.judge(source, copy.repository, HoldRules(maxRemoved: 0))
        let events = try await workshop.store.read { try $0.events.page(after: 0, limit: 99) }
        let last = try #require(events.last)
        let held = try JSONParser.parse(last.data, limits: .own).value["held"]
        #expect(last.event == "SourceHeld")
        #expect(last.type == "source")
        #expect(held?["reason"]?.string == "removals")
        #expect(held?["revision"]?.string == copy.repository.revision.hex)
        #expect(held?["message"]?.string == "1 service would be removed, more than 0")
        #expect(held?["since"]?.string == workshop.time.now().description)
    }
}
