/// What one hostile repository is made of; the same seed and kinds give the same repository.
package struct HostileRecipe: Sendable, CustomStringConvertible {
    package let seed: UInt64
    package let kinds: [HostileKind]

    /// One kind, or now and then two or three at once.
    init(seed: UInt64, among kinds: [HostileKind]) {
        self.seed = seed
        var random = SplitMix64(seed: seed)
        let count = random.happens(60) ? 1 : Int.random(in: 2...3, using: &random)
        self.kinds = Array(kinds.shuffled(using: &random).prefix(count))
    }

    init(seed: UInt64, exactly kind: HostileKind) { (self.seed, kinds) = (seed, [kind]) }

    /// The recipe that ``description`` says; nil for any other text.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let seed = UInt64(parts[0]) else { return nil }
        let words = parts[1].split(separator: ",")
        let kinds = words.compactMap { HostileKind(rawValue: String($0)) }
        guard kinds.count == words.count else { return nil }
        (self.seed, self.kinds) = (seed, kinds)
    }

    /// `17:folder_bomb,long_links`.
    package var description: String { "\(seed):\(kinds.map(\.rawValue).joined(separator: ","))" }

    /// Makes the repository, bare, in a folder that is not there yet, for a person to look at.
    package func make(at folder: String) throws { try HostileRepository(self, names: "hostile").copy(to: folder) }
}

/// Recipes without an end: each kind alone first, in an order that the seed says, then anything.
package struct HostileRow: Sequence, IteratorProtocol, Sendable {
    private let kinds: [HostileKind]
    private var alone: [HostileKind]
    private var seed: UInt64

    package init(seed: UInt64, among kinds: [HostileKind] = HostileKind.allCases) {
        var random = SplitMix64(seed: seed)
        self.kinds = kinds
        alone = kinds.shuffled(using: &random)
        self.seed = seed
    }

    package mutating func next() -> HostileRecipe? {
        defer { seed &+= 1 }
        guard let kind = alone.popLast() else { return HostileRecipe(seed: seed, among: kinds) }
        return HostileRecipe(seed: seed, exactly: kind)
    }
}
