/// Where paths of one revision lead: each is walked once, whoever asks.
final class LinkWays {
    private let root: ObjectID
    private let store: MeteredStore
    private let lookup: TreeLookup
    private var known: [TreePath: Way] = [:]

    /// A path that was walked.
    struct Way {
        let landing: Landing
        /// Every place whose entry decided where the path leads.
        let consulted: Set<TreePath>
        /// The folders through which the path leads and out of which it leads again.
        let passages: Set<TreePath>
        let steps: Int64
    }

    /// - `root`: The tree of the source's path.
    init(_ root: ObjectID, _ store: MeteredStore, _ lookup: TreeLookup) {
        self.root = root
        self.store = store
        self.lookup = lookup
    }

    /// What is wrong when a service's links lead further than that.
    static func excess(_ limit: Int64) -> String {
        "following the links from here takes more than \(limit) steps; \(BudgetLimit.links.advice)"
    }

    /// Walks no further than one service may; each asking is paid for.
    func way(along path: TreePath) throws -> Way {
        if let way = known[path] {
            try store.meter.spend(linkSteps: Int64(way.consulted.count), at: path.description)
            return way
        }
        let limit = store.meter.limits.links
        var walk = LinkWalk(path.components, root: root, in: store, lookup: lookup, limit: limit)
        let landing = try walk.run()
        let way = Way(landing: landing, consulted: walk.consulted, passages: walk.passages, steps: walk.steps)
        try store.meter.spend(linkSteps: way.steps, at: path.description)
        known[path] = way
        return way
    }
}
