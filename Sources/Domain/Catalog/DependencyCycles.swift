/// Finds dependency cycles: the strongly connected components of more than one service, by Tarjan's algorithm
/// (SIAM J. Comput. 1(2), 1972), without recursion, so that a long chain costs no stack.
package struct DependencyCycles {
    private let edges: (ServiceName) throws -> [ServiceName]
    private var visits: [ServiceName: Visit] = [:]
    private var open: [ServiceName] = []
    private var frames: [Frame] = []
    private var found: Set<ServiceName> = []

    private struct Visit {
        let index: Int
        var lowest: Int
        var isOpen = true
    }

    private struct Frame {
        let name: ServiceName
        var rest: ArraySlice<ServiceName>
    }

    /// The services in a cycle that can be reached from `names`.
    ///
    /// - Parameter edges: The `depends_on` of a service; empty for one that is not there.
    package static func find(
        from names: some Sequence<ServiceName>,
        edges: @escaping (ServiceName) throws -> [ServiceName]
    ) throws -> Set<ServiceName> {
        var search = DependencyCycles(edges: edges)
        for name in names where search.visits[name] == nil { try search.explore(name) }
        return search.found
    }

    private init(edges: @escaping (ServiceName) throws -> [ServiceName]) {
        self.edges = edges
    }

    private mutating func explore(_ name: ServiceName) throws {
        try enter(name)
        while let frame = frames.last {
            if let next = frame.rest.first {
                frames[frames.count - 1].rest.removeFirst()
                try follow(from: frame.name, to: next)
            } else {
                frames.removeLast()
                leave(frame.name)
            }
        }
    }

    private mutating func enter(_ name: ServiceName) throws {
        visits[name] = Visit(index: visits.count, lowest: visits.count)
        open.append(name)
        frames.append(Frame(name: name, rest: try edges(name)[...]))
    }

    private mutating func follow(from name: ServiceName, to next: ServiceName) throws {
        guard let visit = visits[next] else { return try enter(next) }
        if visit.isOpen { lower(name, to: visit.index) }
    }

    private mutating func leave(_ name: ServiceName) {
        guard let visit = visits[name] else { return }
        if let parent = frames.last?.name { lower(parent, to: visit.lowest) }
        if visit.lowest == visit.index { close(at: name) }
    }

    /// Takes a finished component off the stack.
    private mutating func close(at root: ServiceName) {
        var component: [ServiceName] = []
        while let name = open.popLast() {
            visits[name]?.isOpen = false
            component.append(name)
            if name == root { break }
        }
        if component.count > 1 { found.formUnion(component) }
    }

    private mutating func lower(_ name: ServiceName, to index: Int) {
        guard let visit = visits[name] else { return }
        visits[name]?.lowest = min(visit.lowest, index)
    }
}
