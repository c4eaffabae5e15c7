internal import Domain

/// How many bytes the outputs of runs have, so that nobody has to look at each of them each time.
struct OutputBook {
    private var sizes: [Deployment.ID: Int64] = [:]
    /// Wider than one size: a file may say to be as large as any, though it takes no disk.
    private var sum: Int128 = 0

    var total: Int64 { Int64(clamping: sum) }

    init(_ sizes: [Deployment.ID: Int64] = [:]) {
        self.sizes = sizes
        sum = sizes.values.reduce(0) { $0 + Int128($1) }
    }

    /// Nil for none.
    subscript(deployment: Deployment.ID) -> Int64? {
        get { sizes[deployment] }
        set {
            sum += Int128(newValue ?? 0) - Int128(sizes[deployment] ?? 0)
            sizes[deployment] = newValue
        }
    }

    /// The oldest ones, without which the others are within the limit.
    func surplus(over limit: Int64) -> [Deployment.ID] {
        guard sum > limit else { return [] }
        var left = sum
        return sizes.keys.sorted().prefix { deployment in
            defer { left -= Int128(sizes[deployment] ?? 0) }
            return left > limit
        }
    }
}
