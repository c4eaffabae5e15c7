/// Names and what is known of each, one a line, aligned; what is not known is left out.
struct FactList {
    private let facts: [(name: String, value: String)]

    init(_ facts: [(name: String, value: String?)]) {
        self.facts = facts.compactMap { fact in fact.value.map { (name: fact.name, value: $0) } }
    }

    var text: String {
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { fact in
            let gap = String(repeating: " ", count: width - fact.name.count + 2)
            return "\(fact.name):\(gap)\(fact.value)\n"
        }.joined()
    }
}
