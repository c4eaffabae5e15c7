/// Names and what is known of each, one a line, aligned; what is not known is left out.
struct FactList {
    private let facts: [(name: String, value: String)]

    init(_ facts: [(name: String, value: String?)]) {
        self.facts = facts.compactMap { fact in fact.value.map { (name: fact.name, value: $0) } }
    }

    /// The lines, in which values go on in further ones where the terminal is narrow.
    ///
    /// - `width`: Of the terminal; nil where lines may have any length.
    func text(width: Int? = nil) -> String {
        let indent = (facts.map(\.name.count).max() ?? 0) + 3
        return facts.map { fact in
            let lines = width.map { DisplayWidth.wrap(fact.value, to: max(1, $0 - indent)) } ?? [fact.value]
            let gap = String(repeating: " ", count: indent - fact.name.count - 1)
            let rest = lines.dropFirst().map { String(repeating: " ", count: indent) + $0 + "\n" }
            return "\(fact.name):\(gap)\(lines.first ?? "")\n" + rest.joined()
        }.joined()
    }
}
