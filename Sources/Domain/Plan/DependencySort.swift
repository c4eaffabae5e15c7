/// The order in which services are deployed: what others depend on comes first, otherwise by name.
package enum DependencySort {
    /// Sorts `names` so that each comes behind those of its dependencies that are among them (Kahn's algorithm, CACM
    /// 5(11), 1962).
    ///
    /// What is in a cycle comes last, by name.
    package static func sort(_ names: [ServiceName], dependencies: [ServiceName: [ServiceName]]) -> [ServiceName] {
        let present = Set(names)
        var missing: [ServiceName: Int] = [:]
        var dependants: [ServiceName: [ServiceName]] = [:]
        for name in present {
            let needed = Set(dependencies[name] ?? []).intersection(present)
            missing[name] = needed.count
            for other in needed { dependants[other, default: []].append(name) }
        }
        var layer = present.filter { missing[$0] == 0 }.sorted()
        var order: [ServiceName] = []
        while !layer.isEmpty {
            order += layer
            layer = release(layer, dependants, &missing).sorted()
        }
        return order + present.subtracting(order).sorted()
    }

    /// The services whose last missing dependency is in `layer`.
    private static func release(
        _ layer: [ServiceName],
        _ dependants: [ServiceName: [ServiceName]],
        _ missing: inout [ServiceName: Int]
    ) -> [ServiceName] {
        var free: [ServiceName] = []
        for dependant in layer.flatMap({ dependants[$0] ?? [] }) {
            missing[dependant, default: 0] -= 1
            if missing[dependant] == 0 { free.append(dependant) }
        }
        return free
    }
}
