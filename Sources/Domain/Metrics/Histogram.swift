/// How often a measured value was how great.
package struct Histogram: Hashable, Sendable {
    /// The upper bounds of the buckets, rising; what is greater than the last counts in the total alone.
    package let bounds: [Double]
    /// How many values each bucket has, those of the buckets before it not counted.
    package private(set) var counts: [Int64]
    /// How many values there are.
    package private(set) var total: Int64 = 0
    package private(set) var sum: Double = 0

    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count)
    }

    /// Takes in a value; one below zero counts as zero.
    package mutating func observe(_ value: Double) {
        let value = max(0, value)
        if let bucket = bounds.firstIndex(where: { value <= $0 }) { counts[bucket] += 1 }
        total += 1
        sum += value
    }
}
