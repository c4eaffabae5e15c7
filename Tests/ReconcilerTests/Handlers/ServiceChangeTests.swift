import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("A change of the catalogue")
struct ServiceChangeTests {
    /// Carries changes out in a transaction of their own.
    private func carryOut(_ changes: ServiceChange..., in workshop: Workshop) async throws -> [String] {
        let now = workshop.time.now()
        return try await workshop.store.perform { transaction in
            var catalog = Catalog(transaction, now: now)
            for change in changes { _ = try catalog.carryOut(change) }
            try catalog.tell()
        }.events.map(\.event.name)
    }

    private func create(_ source: Source.ID) -> ServiceChange {
        .create(CreateService(source: source, desired: .sample(), revision: .sample(), problems: []))
    }

    @Test("creates, updates and deletes a service, each with its event")
    func life() async throws {
        let (workshop, source) = try await Workshop.withSource()
        #expect(try await carryOut(create(source), in: workshop) == ["ServiceCreated"])
        let id = try await workshop.id("web")
        let new = DesiredService.sample(.sample(version: "2"), digest: .sample("e"))
        let update = UpdateService(service: id, desired: new, revision: .sample("b"), problems: [])
        #expect(try await carryOut(.update(update), in: workshop) == ["ServiceUpdated"])
        #expect(try await workshop.service("web")?.desired == new)
        #expect(try await carryOut(.update(update), in: workshop).isEmpty)
        let mark = UpdateService(service: id, desired: nil, revision: .sample("c"), problems: [.sample()])
        #expect(try await carryOut(.update(mark), in: workshop) == ["ServiceUpdated"])
        #expect(try await workshop.service("web")?.revision == .sample("b"))
        #expect(try await carryOut(.delete(DeleteService(service: id)), in: workshop) == ["ServiceDeleted"])
        #expect(try await workshop.service("web") == nil)
    }

    @Test("is refused for what is not there")
    func unknown() async throws {
        let (workshop, _) = try await Workshop.withSource()
        let update = UpdateService(service: Identifier(7), desired: nil, revision: .sample(), problems: [])
        await #expect(throws: Refusal.unknownSource(Identifier(7))) {
            try await carryOut(create(Identifier(7)), in: workshop)
        }
        for change in [.delete(DeleteService(service: Identifier(7))), .update(update)] as [ServiceChange] {
            await #expect(throws: Refusal.unknownService(Identifier(7))) {
                try await carryOut(change, in: workshop)
            }
        }
    }
}
