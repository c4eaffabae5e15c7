import Domain
import TestSupport
import Testing

@Suite("What a store promises of services")
struct ServiceContractTests {
    @Test("A service comes back as it was saved", arguments: StoreKind.allCases)
    func roundTrip(kind: StoreKind) async throws {
        let store = try kind.make()
        let service = Service.sample(
            id: 7,
            .full,
            folder: "ä/b c",
            digest: .sample("e", scheme: 3),
            revision: .sample("f"),
            problems: Problem.Kind.allCases.map { .sample($0, severity: .warning) },
            request: SyncRequest(force: true, user: "eva"),
            suspension: Suspension(user: "eva", reason: "incident", at: .sample(7))
        )

        try await store.fill([service])

        #expect(try await store.read { try $0.services.find(service.id) } == service)
        #expect(try await store.read { try $0.services.find(Service.ID(8)) } == nil)
    }

    @Test("Saving a service again changes it", arguments: StoreKind.allCases)
    func update(kind: StoreKind) async throws {
        let store = try kind.make()
        var service = Service.sample(request: SyncRequest(force: false, user: nil))
        try await store.fill([service])
        service.take(.sample(.full, folder: "moved", digest: .sample("1")), at: .sample("b"), problems: [.sample()])
        service.suspend(Suspension(user: nil, reason: nil, at: .sample(8)))

        try await store.perform { [service] in try $0.save(service) }

        #expect(try await store.read { try $0.services.find(Service.ID(1)) } == service)
    }

    @Test("A removed service is found by its id alone", arguments: StoreKind.allCases)
    func removed(kind: StoreKind) async throws {
        let store = try kind.make()
        var service = Service.sample(.sample(dependsOn: ["db"]))
        try await store.fill([service])
        service.remove()

        try await store.perform { [service] in try $0.save(service) }

        try await store.read { [service] reading throws in
            #expect(try reading.services.find(service.id) == service)
            #expect(try reading.services.active(named: service.name) == nil)
            #expect(try reading.services.active(in: service.source).isEmpty)
            #expect(try reading.services.active(in: service.source, at: service.desired.folder).isEmpty)
            #expect(try reading.services.active(after: nil, limit: 9).isEmpty)
            #expect(try reading.services.activeIdentifiers().isEmpty)
            #expect(try reading.services.dependants(of: .sample("db")).isEmpty)
        }
    }

    @Test("A name may come back after a removal, and has one owner at a time", arguments: StoreKind.allCases)
    func uniqueNames(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([.sample(id: 1, lifecycle: .removed), .sample(id: 2)])

        await #expect(throws: (any Error).self) { try await store.fill([.sample(id: 3)]) }

        #expect(try await store.read { try $0.services.active(named: .sample())?.id } == Service.ID(2))
        #expect(try await store.read { try $0.services.find(Service.ID(3)) } == nil)
    }

    @Test("Services are listed by name, a page at a time", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try kind.make()
        let names = ["c", "a", "b-1", "b", "b.1", "0"]
        try await store.fill(names.enumerated().map { .sample(id: Int64($0 + 1), .sample(name: $1)) })

        try await store.read { reading throws in
            let services = reading.services
            #expect(try services.active(after: nil, limit: 3).map(\.name.text) == ["0", "a", "b"])
            #expect(try services.active(after: .sample("b"), limit: 9).map(\.name.text) == ["b-1", "b.1", "c"])
            #expect(try services.active(after: .sample("c"), limit: 9).isEmpty)
            #expect(try services.active(after: nil, limit: 0).isEmpty)
            #expect(try services.active(in: Source.ID(1)).map(\.name.text) == names.sorted())
            #expect(try services.activeIdentifiers() == (1...6).map { Service.ID($0) })
        }
    }

    @Test("Services are found by source and folder", arguments: StoreKind.allCases)
    func folders(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { transaction in
            let other = Source.sample(id: 2, name: "other")
            try transaction.save(Source.sample())
            try transaction.save(other)
            try transaction.save(Service.sample(id: 1, .sample(name: "b"), folder: "x"))
            try transaction.save(Service.sample(id: 2, .sample(name: "a"), folder: "x"))
            try transaction.save(Service.sample(id: 3, .sample(name: "c"), source: other, folder: "x"))
            try transaction.save(Service.sample(id: 4, .sample(name: "d"), folder: "x/y"))
        }

        let found = try await store.read { try $0.services.active(in: Source.ID(1), at: .sample("x")).map(\.name.text) }

        #expect(found == ["a", "b"])
        #expect(try await store.read { try $0.services.active(in: Source.ID(2)).map(\.id) } == [Service.ID(3)])
    }

    @Test("Dependants are those that depend now", arguments: StoreKind.allCases)
    func dependants(kind: StoreKind) async throws {
        let store = try kind.make()
        let names: @Sendable (any Reading) throws -> [String] = {
            try $0.services.dependants(of: .sample("db")).map(\.name.text)
        }
        try await store.fill([
            .sample(id: 1, .sample(name: "web", dependsOn: ["cache", "db"])),
            .sample(id: 2, .sample(name: "api", dependsOn: ["db"])), .sample(id: 3, .sample(name: "db")),
        ])
        #expect(try await store.read(names) == ["api", "web"])

        try await store.perform { try $0.save(Service.sample(id: 1, .sample(name: "web", dependsOn: ["cache"]))) }

        #expect(try await store.read(names) == ["api"])
        #expect(try await store.read { try $0.services.dependants(of: .sample("cache")).count } == 1)
    }

    @Test("Services with problems are found until they have none", arguments: StoreKind.allCases)
    func problems(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([
            .sample(id: 1, .sample(name: "web"), problems: [.sample()]),
            .sample(id: 2, .sample(name: "api"), problems: [.sample(severity: .warning)]),
            .sample(id: 3, .sample(name: "db")),
        ])
        #expect(try await store.read { try $0.services.withProblems().map(\.name.text) } == ["api", "web"])

        try await store.perform { try $0.save(Service.sample(id: 1, .sample(name: "web"))) }

        #expect(try await store.read { try $0.services.withProblems().map(\.name.text) } == ["api"])
    }
}

extension ServiceDefinition {
    /// One with every key.
    static let full = ServiceDefinition.sample(
        name: "full",
        description: "Everything, \"quoted\"\n",
        version: "1.2.3",
        action: .playbook(
            Playbook(
                path: .sample("site.yml"),
                inventory: [.sample("hosts.ini"), .sample("../hosts")],
                limit: "web*",
                tags: ["a", "b"],
                skipTags: ["c"],
                extraVariables: JSONObject([
                    JSONObject.Member("n", .number("1.50")), JSONObject.Member("deep", .array([.null, .bool(true)])),
                ])
            )
        ),
        steps: [StepDefinition(name: "one", description: "first"), StepDefinition(name: "two")],
        environment: [EnvironmentVariable(name: "MODE", value: "a b")],
        watch: ["../roles", "x"],
        dependsOn: ["db", "cache"],
        timeout: 90_000,
        retry: RetryPolicy(limit: 5, backoff: 1_000, maximumBackoff: 60_000),
        suspend: true
    )
}
