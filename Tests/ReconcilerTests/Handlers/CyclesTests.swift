import Domain
import TestSupport
import Testing

@Suite("Accepting a dependency cycle")
struct CyclesTests {
    private func reasons(_ workshop: Workshop, _ names: String...) async throws -> [String] {
        var reasons: [String] = []
        for name in names { reasons.append(try await workshop.decide(name).reason) }
        return reasons
    }

    @Test("marks everything in it, and nothing beside it, until it is broken up")
    func marks() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(
            .sample(name: "a", dependsOn: ["b"]),
            .sample(name: "b", dependsOn: ["c"]),
            .sample(name: "c", dependsOn: ["a"]),
            .sample(name: "d", dependsOn: ["a"])
        )
        try await workshop.sync(source, repository)
        let cycle = "dependency_cycle"
        #expect(try await reasons(workshop, "a", "b", "c", "d") == [cycle, cycle, cycle, "dependency"])

        repository.commit(incremental: true)
        repository.put(.sample(name: "b"))
        try await workshop.sync(source, repository)
        #expect(
            try await reasons(workshop, "a", "b", "c", "d") == [
                "dependency", "not_deployed", "dependency", "dependency",
            ]
        )
    }

    @Test("says of each service which dependency leads back to it")
    func message() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let repository = Repository(
            .sample(name: "a", dependsOn: ["x", "b"]),
            .sample(name: "b", dependsOn: ["a"]),
            .sample(name: "x", dependsOn: ["y"]),
            .sample(name: "y", dependsOn: ["x"]),
            .sample(name: "z", dependsOn: ["z"])
        )
        try await workshop.sync(source, repository)

        let problem = try #require(try await workshop.service("a")?.problems.first)
        #expect(problem.message.hasPrefix("'a' depends on 'b', which depends on 'a' in turn"))
        #expect(problem.position == TextPosition(line: 4, column: 30))
        #expect(try await workshop.service("z")?.problems.first?.message.hasPrefix("'z' depends on itself") == true)
    }

    @Test("of many services names some of them in each message, and says how many there are")
    func large() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let names = (0..<300).map { "service-\($0 + 100)" }
        var repository = Repository()
        for (name, next) in zip(names, names[1...] + names[..<1]) {
            repository.put(.sample(name: name, dependsOn: [next]))
        }
        repository.commit()
        try await workshop.sync(source, repository)

        let circle = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
        for name in names {
            let message = try #require(try await workshop.service(name)?.problems.first?.message)
            #expect(message.contains("(in the circle: \(circle), and 290 more)"))
        }
    }

    @Test("across sources ends when either of them breaks it up")
    func acrossSources() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let other = try await workshop.open("other")
        var one = Repository(.sample(name: "a", dependsOn: ["b"]))
        var two = Repository(.sample(name: "b", dependsOn: ["a"]))
        two.name = "other"
        try await workshop.sync(source, one)
        try await workshop.sync(other, two)
        #expect(try await reasons(workshop, "a", "b") == ["dependency_cycle", "dependency_cycle"])

        one.commit(incremental: true)
        one.remove("a")
        let affected = try await workshop.sync(source, one)
        #expect(try await reasons(workshop, "b") == ["unknown_dependency"])
        #expect(try await affected.contains(workshop.id("b")))
    }

    @Test("is told with the service's creation, in one event")
    func oneEvent() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(
            source,
            Repository(.sample(name: "a", dependsOn: ["b"]), .sample(name: "b", dependsOn: ["a"]))
        )
        #expect(workshop.reactor.names == ["ServiceCreated", "ServiceCreated", "SourceUpdated"])
    }
}
