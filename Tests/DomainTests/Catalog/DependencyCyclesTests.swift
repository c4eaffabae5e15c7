import Domain
import TestSupport
import Testing

@Suite("Dependency cycles")
struct DependencyCyclesTests {
    private func find(_ edges: [String: [String]], from names: [String]? = nil) -> [String: Set<String>] {
        let found = DependencyCycles.find(from: (names ?? edges.keys.sorted()).map { ServiceName.sample($0) }) { name in
            (edges[name.text] ?? []).map { ServiceName.sample($0) }
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.key.text, Set($0.value.members.map(\.text))) })
    }

    @Test("are none in a tree, a diamond, and towards what is not there")
    func none() {
        #expect(find(["a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["nobody"]]).isEmpty)
        #expect(find([:]).isEmpty)
    }

    @Test("are each told with its own members")
    func members() {
        let found = find(["a": ["c", "b"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["a"]])
        #expect(found == ["a": ["a", "b"], "b": ["a", "b"], "c": ["c", "d"], "d": ["c", "d"]])
    }

    @Test("include a service that names itself")
    func selfish() {
        #expect(find(["a": ["a"], "b": ["a"]]) == ["a": ["a"]])
    }

    @Test("are found as far as they can be reached")
    func reach() {
        let edges = ["a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["c"]]
        #expect(Set(find(edges, from: ["a"]).keys) == ["a", "b"])
        #expect(Set(find(edges, from: ["e"]).keys) == ["c", "d"])
    }

    @Test("pass on what reading a service throws")
    func throwing() {
        struct Unreadable: Error, Equatable {}
        #expect(throws: Unreadable()) {
            try DependencyCycles.find(from: [.sample("a")]) { _ throws(Unreadable) in throw Unreadable() }
        }
    }

    @Test("are those that a naive search finds", arguments: (0..<300).map(UInt64.init))
    func naive(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let names = (0..<Int.random(in: 1...12, using: &chance)).map { "s\($0)" }
        let density = Int.random(in: 2...25, using: &chance)
        let edges = Dictionary(uniqueKeysWithValues: names.map { ($0, names.filter { _ in chance.happens(density) }) })
        let reach = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.reachable(from: $0, edges)) })

        let expected = names.filter { reach[$0]?.contains($0) ?? false }.map { name in
            (name, Set(names.filter { reach[name]?.contains($0) == true && reach[$0]?.contains(name) == true }))
        }
        #expect(
            find(edges, from: names.shuffled(using: &chance)) == Dictionary(uniqueKeysWithValues: expected),
            "seed \(seed)"
        )
    }

    private static func reachable(from name: String, _ edges: [String: [String]]) -> Set<String> {
        var reached: Set<String> = []
        var next = edges[name] ?? []
        while let name = next.popLast() {
            if reached.insert(name).inserted { next += edges[name] ?? [] }
        }
        return reached
    }

    @Test("cost no stack in a chain of 50,000, closed or not")
    func longChain() {
        let count = 50_000
        let names = (0..<count).map { ServiceName.sample("s\($0)") }
        func edges(closed: Bool) -> (ServiceName) -> [ServiceName] {
            { name in
                let next = (Int(name.text.dropFirst()) ?? 0) + 1
                return next < count ? [names[next]] : closed ? [names[0]] : []
            }
        }
        #expect(DependencyCycles.find(from: [names[0]], edges: edges(closed: false)).isEmpty)
        #expect(DependencyCycles.find(from: [names[0]], edges: edges(closed: true)).count == count)
    }
}
