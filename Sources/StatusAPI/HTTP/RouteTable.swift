/// The routes by their paths: where one is found by a look at each part of a path.
struct RouteTable: Sendable {
    /// All of them, in their order.
    let routes: [Route]
    private var root = Node()

    private struct Node: Sendable {
        /// Places among the routes.
        var ends: [Int] = []
        var parts: [String: Node] = [:]
        /// What follows a part that is a parameter; one at most.
        var parameter: [Node] = []
    }

    init(_ routes: [Route]) {
        self.routes = routes
        for (place, route) in routes.enumerated() { Self.add(place, route.pattern[...], to: &root) }
    }

    /// Those whose pattern a path fits, in their order.
    func routes(at components: [String]) -> [Route] {
        var nodes = [root]
        for part in components {
            nodes = nodes.flatMap { node in (node.parts[part].map { [$0] } ?? []) + node.parameter }
        }
        return nodes.flatMap(\.ends).sorted().map { routes[$0] }
    }

    private static func add(_ place: Int, _ pattern: ArraySlice<String>, to node: inout Node) {
        guard let part = pattern.first else { return node.ends.append(place) }
        guard part.hasPrefix(":") else {
            return add(place, pattern.dropFirst(), to: &node.parts[part, default: Node()])
        }
        if node.parameter.isEmpty { node.parameter = [Node()] }
        add(place, pattern.dropFirst(), to: &node.parameter[0])
    }
}
