import Domain
import TestSupport
import Testing

@Suite("The order of dependencies")
struct DependencyOrderTests {
    private func sort(_ dependencies: [String: [String]]) -> [String] {
        let names = dependencies.keys.map { ServiceName.sample($0) }
        let edges = dependencies.map { (ServiceName.sample($0.key), $0.value.map { ServiceName.sample($0) }) }
        return DependencySort.sort(names, dependencies: Dictionary(uniqueKeysWithValues: edges)).map(\.text)
    }

    @Test("puts what others depend on first, and otherwise goes by name")
    func order() {
        #expect(sort(["a": ["z"], "b": [], "z": []]) == ["b", "z", "a"])
        #expect(sort(["a": ["b"], "b": ["c"], "c": []]) == ["c", "b", "a"])
    }

    @Test("passes over dependencies that are not there, and names that come twice")
    func unknown() {
        #expect(sort(["a": ["nobody", "b", "b"], "b": []]) == ["b", "a"])
    }

    @Test("puts what is in a cycle last")
    func cycle() {
        #expect(sort(["a": ["b"], "b": ["a"], "c": ["a"], "d": [], "e": ["e"]]) == ["d", "a", "b", "c", "e"])
    }

    @Test("keeps every service and never puts one before its dependency", arguments: (0..<100).map(UInt64.init))
    func property(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let world = PlanWorld.random(&chance, upTo: 40)
        let edges = world.services.mapValues(\.desired.definition.dependsOn)

        let order = DependencySort.sort(world.names.shuffled(using: &chance), dependencies: edges)

        #expect(order.sorted() == world.names, "seed \(seed)")
        var before: Set<ServiceName> = []
        for name in order {
            let needed = (edges[name] ?? []).filter { world.services[$0] != nil }
            #expect(before.isSuperset(of: needed), "seed \(seed), \(name)")
            before.insert(name)
        }
    }
}
