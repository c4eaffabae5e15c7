/// Finds dependency cycles: the strongly connected components of more than one service.
///
/// By Tarjan's algorithm (SIAM Journal on Computing 1(2), 1972), without recursion, so that a long chain costs no
/// stack.
package struct DependencyCycles {
    private var visits: [ServiceName: Visit] = [:]
    private var open: [ServiceName] = []
    private var frames: [Frame] = []
    private var selfish: Set<ServiceName> = []
    private var found: [ServiceName: Cycle] = [:]

    /// Services that all depend on each other, directly or by way of others.
    package struct Cycle {
        /// More than one, or one that depends on itself.
        package let members: Set<ServiceName>
        /// The first members by name, as many as a ``NameList`` has.
        package let named: [ServiceName]

        fileprivate init(_ members: Set<ServiceName>) {
            self.members = members
            named = Array(members.sorted().prefix(NameList.most))
        }
    }

    private struct Visit {
        let index: Int
        var lowest: Int
        var isOpen = true
    }

    private struct Frame {
        let name: ServiceName
        var rest: ArraySlice<ServiceName>
    }

    /// The services that depend on themselves and can be reached from `names`, each with the cycle that it is in.
    ///
    /// - `edges`: The `depends_on` of a service; empty for one that is not there.
    package static func find<Failure: Error>(
        from names: some Sequence<ServiceName>,
        edges: (ServiceName) throws(Failure) -> [ServiceName]
    ) throws(Failure) -> [ServiceName: Cycle] {
        var search = DependencyCycles()
        for name in names where search.visits[name] == nil { try search.explore(name, edges) }
        return search.found
    }

    private init() {}

    private mutating func explore<Failure: Error>(
        _ name: ServiceName,
        _ edges: (ServiceName) throws(Failure) -> [ServiceName]
    ) throws(Failure) {
        enter(name, try edges(name))
        while let frame = frames.last {
            if let next = frame.rest.first {
                frames[frames.count - 1].rest.removeFirst()
                if visits[next] == nil { enter(next, try edges(next)) } else { meet(next, from: frame.name) }
            } else {
                frames.removeLast()
                leave(frame.name)
            }
        }
    }

    private mutating func enter(_ name: ServiceName, _ dependencies: [ServiceName]) {
        visits[name] = Visit(index: visits.count, lowest: visits.count)
        open.append(name)
        frames.append(Frame(name: name, rest: dependencies[...]))
    }

    private mutating func meet(_ next: ServiceName, from name: ServiceName) {
        if name == next { selfish.insert(name) }
        if let visit = visits[next], visit.isOpen { lower(name, to: visit.index) }
    }

    private mutating func leave(_ name: ServiceName) {
        guard let visit = visits[name] else { return }
        if let parent = frames.last?.name { lower(parent, to: visit.lowest) }
        if visit.lowest == visit.index { close(at: name) }
    }

    /// Takes a finished component off the stack.
    private mutating func close(at root: ServiceName) {
        var component: Set<ServiceName> = []
        while let name = open.popLast() {
            visits[name]?.isOpen = false
            component.insert(name)
            if name == root { break }
        }
        guard component.count > 1 || selfish.contains(root) else { return }
        let cycle = Cycle(component)
        for name in component { found[name] = cycle }
    }

    private mutating func lower(_ name: ServiceName, to index: Int) {
        guard let visit = visits[name] else { return }
        visits[name]?.lowest = min(visit.lowest, index)
    }
}
