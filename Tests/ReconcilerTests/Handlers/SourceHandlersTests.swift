import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A source's commands")
struct SourceHandlersTests {
    private func open(url: String = "https://git.example/a.git", path: RepositoryPath = .root) -> OpenSource {
        OpenSource(name: .sample("config"), url: url, path: path)
    }

    @Test("open a source once, and another URL or path as another one")
    func open() async throws {
        let workshop = Workshop()
        let id = try await workshop.commands.send(open())
        #expect(try await workshop.sendWithoutWriting(open()) == id)
        #expect(try await workshop.commands.send(open(url: "https://git.example/b.git")) != id)
        #expect(try await workshop.commands.send(open(path: .sample("deploy"))) != id)
        #expect(workshop.reactor.events.isEmpty)
    }

    @Test("record a failure once, and again when its reason is another one")
    func failure() async throws {
        let (workshop, source) = try await Workshop.withSource()
        _ = try await workshop.commands.send(RecordSourceFailure(source: source, message: "refused"))
        _ = try await workshop.sendWithoutWriting(RecordSourceFailure(source: source, message: "refused"))
        #expect(try await workshop.source(source)?.failure == "refused")
        _ = try await workshop.commands.send(RecordSourceFailure(source: source, message: "timed out"))
        #expect(workshop.reactor.names == ["SourceFailed", "SourceFailed"])
    }

    @Test("record the recovery once")
    func recovery() async throws {
        let (workshop, source) = try await Workshop.withSource()
        _ = try await workshop.sendWithoutWriting(RecordSourceRecovery(source: source))
        _ = try await workshop.commands.send(RecordSourceFailure(source: source, message: "refused"))
        _ = try await workshop.commands.send(RecordSourceRecovery(source: source))
        _ = try await workshop.sendWithoutWriting(RecordSourceRecovery(source: source))
        #expect(workshop.reactor.names == ["SourceFailed", "SourceUpdated"])
        #expect(try await workshop.source(source)?.failure == nil)
    }

    @Test("are refused for a source that nobody opened")
    func unknown() async throws {
        let workshop = Workshop()
        let refusal = Refusal.unknownSource(Identifier(5))
        await #expect(throws: refusal) {
            try await workshop.commands.send(RecordSourceFailure(source: Identifier(5), message: ""))
        }
        await #expect(throws: refusal) {
            try await workshop.commands.send(RecordSourceRecovery(source: Identifier(5)))
        }
    }
}
