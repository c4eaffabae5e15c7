import Domain
import TestSupport
import Testing

@Suite("What a store promises of sources")
struct SourceContractTests {
    @Test("A source comes back as it was saved", arguments: StoreKind.allCases)
    func roundTrip(kind: StoreKind) async throws {
        let store = try kind.make()
        let problem = Problem.sample(.dependencyCycle, path: "a b/ü.json", position: nil, message: "tab\t\"\u{0}\"")
        let source = Source.sample(path: .sample("live"), problems: [problem, .sample()], failure: "no route")

        try await store.perform { try $0.save(source) }

        #expect(try await store.read { try $0.sources.find(source.id) } == source)
        #expect(try await store.read { try $0.sources.find(Source.ID(2)) } == nil)
    }

    @Test("A source is found by name, URL and path together", arguments: StoreKind.allCases)
    func identity(kind: StoreKind) async throws {
        let store = try kind.make()
        let (one, other) = (Source.sample(id: 1), Source.sample(id: 2, path: .sample("live")))
        try await store.perform { transaction in
            try transaction.save(one)
            try transaction.save(other)
        }

        let found = try await store.read { try $0.sources.find(name: one.name, url: one.url, path: .sample("live")) }
        let unknown = try await store.read { try $0.sources.find(name: one.name, url: "other", path: .root) }

        #expect(found == other)
        #expect(unknown == nil)
    }

    @Test("Sources are listed by name", arguments: StoreKind.allCases)
    func sorted(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { transaction in
            for (id, name) in [(1, "b"), (2, "c"), (3, "a")] {
                try transaction.save(Source.sample(id: Int64(id), name: name))
            }
        }

        #expect(try await store.read { try $0.sources.all().map(\.name.text) } == ["a", "b", "c"])
    }

    @Test("A hold comes and goes with its source", arguments: StoreKind.allCases)
    func held(kind: StoreKind) async throws {
        let store = try kind.make()
        var source = Source.sample()
        for reason in SourceHold.Reason.allCases {
            source.hold(.sample(reason: reason, message: "ü\t\(reason)"))
            try await store.perform { [source] in try $0.save(source) }
            let found = try await store.read { try $0.sources.all() }
            #expect(found == [source])
        }
        source.accept(.sample("b"), problems: [])
        try await store.perform { [source] in try $0.save(source) }
        let released = try await store.read { try $0.sources.all() }
        #expect(released == [source])
    }

    @Test("How it stands comes back, and a forgotten one is found but not listed", arguments: StoreKind.allCases)
    func standings(kind: StoreKind) async throws {
        let store = try kind.make()
        for standing in Source.Standing.allCases {
            let source = Source.sample(standing: standing)
            try await store.perform { try $0.save(source) }
            try await store.read { reading throws in
                #expect(try reading.sources.find(source.id) == source)
                #expect(try reading.sources.all() == (standing == .forgotten ? [] : [source]))
                #expect(try reading.sources.isRestored(source.id) == (standing == .restored))
            }
        }
    }

    @Test("Numbers that are skipped are not given out", arguments: StoreKind.allCases)
    func skips(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { try $0.skipIdentifiers(upTo: Deployment.ID(9)) }
        try await store.perform { try $0.skipIdentifiers(upTo: Deployment.ID(3)) }
        #expect(try await store.perform { try $0.nextIdentifier(Deployment.self) }.value == Identifier(10))
        #expect(try await store.perform { try $0.nextIdentifier(Source.self) }.value == Identifier(1))
    }

    @Test("Saving a source again changes it", arguments: StoreKind.allCases)
    func update(kind: StoreKind) async throws {
        let store = try kind.make()
        var source = Source.sample()
        try await store.perform { [source] in try $0.save(source) }
        source.accept(.sample("b"), problems: [.sample()])
        source.fail("the disk is full")

        try await store.perform { [source] in try $0.save(source) }

        #expect(try await store.read { try $0.sources.all() } == [source])
    }
}
