internal import Domain

/// How many bytes the outputs of runs have, so that nobody has to look at each of them each time.
struct OutputBook {
    private var sizes: [Deployment.ID: Int64] = [:]
    private(set) var total: Int64 = 0

    init(_ sizes: [Deployment.ID: Int64] = [:]) {
        self.sizes = sizes
        total = sizes.values.reduce(0, +)
    }

    /// Nil for none.
    subscript(deployment: Deployment.ID) -> Int64? {
        get { sizes[deployment] }
        set {
            total += (newValue ?? 0) - (sizes[deployment] ?? 0)
            sizes[deployment] = newValue
        }
    }

    /// The oldest ones, without which the others are within the limit.
    func surplus(over limit: Int64) -> [Deployment.ID] {
        guard total > limit else { return [] }
        var left = total
        return sizes.keys.sorted().prefix { deployment in
            defer { left -= sizes[deployment] ?? 0 }
            return left > limit
        }
    }
}
