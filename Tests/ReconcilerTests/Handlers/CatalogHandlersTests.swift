import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A service's commands")
struct CatalogHandlersTests {
    private func create(_ source: Source.ID) -> CreateService {
        CreateService(source: source, desired: .sample(), revision: .sample(), problems: [])
    }

    @Test("create, update and delete it, each with its event")
    func life() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let id = try await workshop.commands.send(create(source))
        let new = DesiredService.sample(.sample(version: "2"), digest: .sample("e"))
        let update = UpdateService(service: id, desired: new, revision: .sample("b"), problems: [])
        try await workshop.commands.send(update)
        #expect(try await workshop.service("web")?.desired == new)
        try await workshop.sendWithoutWriting(update)
        try await workshop.commands.send(
            UpdateService(service: id, desired: nil, revision: .sample("c"), problems: [.sample()])
        )
        #expect(try await workshop.service("web")?.revision == .sample("b"))
        try await workshop.commands.send(DeleteService(service: id))
        #expect(try await workshop.service("web") == nil)
        #expect(
            workshop.reactor.names == ["ServiceCreated", "ServiceUpdated", "ServiceUpdated", "ServiceDeleted"]
        )
    }

    @Test("are refused for what is not there")
    func unknown() async throws {
        let (workshop, _) = try await Workshop.withSource()
        await #expect(throws: Refusal.unknownSource(Identifier(7))) {
            try await workshop.commands.send(create(Identifier(7)))
        }
        await #expect(throws: Refusal.unknownService(Identifier(7))) {
            try await workshop.commands.send(DeleteService(service: Identifier(7)))
        }
        await #expect(throws: Refusal.unknownService(Identifier(7))) {
            try await workshop.commands.send(
                UpdateService(service: Identifier(7), desired: nil, revision: .sample(), problems: [])
            )
        }
    }
}
