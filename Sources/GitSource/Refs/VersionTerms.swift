/// One operator and one version of a range, as they are written.
struct VersionTerm {
    let relation: Substring
    let partial: PartialVersion

    var version: SemanticVersion { partial.lowest }
}

/// Splits what is joined by "and" into its terms.
enum VersionTerms {
    private static let relations: Set<Substring> = ["", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^"]

    /// Nil if something is neither an operator nor a version.
    static func split(_ text: Substring) -> [VersionTerm]? {
        var words = text.split { $0 == " " || $0 == "," || $0 == "\t" }[...]
        var terms: [VersionTerm] = []
        while let word = words.popFirst() {
            let mark = word.prefix { "=!<>~^".contains($0) }
            guard relations.contains(mark) else { return nil }
            let rest = word.dropFirst(mark.count)
            guard let text = rest.isEmpty ? words.popFirst() : rest else { return nil }
            guard let partial = version(text) else { return nil }
            if mark.isEmpty, words.first == "-" {
                guard let upper = words.dropFirst().first, let end = version(upper) else { return nil }
                words = words.dropFirst(2)
                terms += [VersionTerm(relation: ">=", partial: partial), VersionTerm(relation: "<=", partial: end)]
            } else {
                terms.append(VersionTerm(relation: mark, partial: partial))
            }
        }
        return terms
    }

    private static func version(_ text: Substring) -> PartialVersion? {
        PartialVersion(text.hasPrefix("v") ? text.dropFirst() : text)
    }
}

/// A bound that a version keeps or not.
enum VersionComparison: Hashable {
    case atLeast(SemanticVersion)
    case above(SemanticVersion)
    case below(SemanticVersion)
    case atMost(SemanticVersion)
    /// Neither this version nor one between it and the next.
    case outside(SemanticVersion, next: SemanticVersion?)
    case not(SemanticVersion)
    case nothing

    func holds(for version: SemanticVersion) -> Bool {
        switch self {
        case .atLeast(let bound): version >= bound
        case .above(let bound): version > bound
        case .below(let bound): version < bound
        case .atMost(let bound): version <= bound
        case .outside(let from, let next): version < from || (next.map { version >= $0 } ?? false)
        case .not(let other): version != other
        case .nothing: false
        }
    }

    /// What a term means; nil if it means nothing.
    static func reading(_ term: VersionTerm) -> [VersionComparison]? {
        let (version, partial) = (term.version, term.partial)
        let end = partial.next(after: partial.count)
        switch term.relation {
        case "", "=": return partial.count == 3 ? [.atLeast(version), .atMost(version)] : span(version, end)
        case "!=":
            if partial.count == 0 { return [.nothing] }
            return [partial.count == 3 ? .not(version) : .outside(version, next: end)]
        case ">": return [partial.count == 3 ? .above(version) : end.map(VersionComparison.atLeast) ?? .nothing]
        case ">=", "=>": return [.atLeast(version)]
        case "<": return [partial.count == 0 ? .nothing : .below(version)]
        case "<=", "=<": return partial.count == 3 ? [.atMost(version)] : end.map { [.below($0)] } ?? []
        case "~", "~>": return span(version, partial.next(after: min(partial.count, 2)))
        case "^": return span(version, partial.next(after: caretLength(partial)))
        default: return nil
        }
    }

    private static func span(_ from: SemanticVersion, _ to: SemanticVersion?) -> [VersionComparison] {
        [.atLeast(from)] + (to.map { [.below($0)] } ?? [])
    }

    /// How many numbers stay as they are: up to the first that is not zero.
    private static func caretLength(_ partial: PartialVersion) -> Int {
        let version = partial.lowest
        let leading = version.major > 0 ? 1 : version.minor > 0 ? 2 : 3
        return min(leading, partial.count)
    }
}
