/// A range of semantic versions, as Flux writes it: `>=1.0.0 <2.0.0`, `1.x`, `^1.2`, `~1.2.3`, `1.0 - 1.4`, `*`.
///
/// A comma or a space means "and", `||` means "or". Prereleases are outside, unless one of the versions that are
/// joined by "and" is itself a prerelease.
package struct VersionRange: Hashable, Sendable, CustomStringConvertible {
    /// The range as it was written.
    package let text: String
    private let alternatives: [Alternative]

    package var description: String { text }

    /// Nil if `text` is no range.
    package init?(_ text: String) {
        guard text.utf8.count <= 1_024 else { return nil }
        var alternatives: [Alternative] = []
        for part in VersionRange.alternatives(of: text) {
            guard let alternative = Alternative(part) else { return nil }
            alternatives.append(alternative)
        }
        self.text = text
        self.alternatives = alternatives
    }

    package func contains(_ version: SemanticVersion) -> Bool { alternatives.contains { $0.contains(version) } }

    private static func alternatives(of text: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = Substring(text)
        while let bar = rest.firstRange(of: "||") {
            parts.append(rest[..<bar.lowerBound])
            rest = rest[bar.upperBound...]
        }
        return parts + [rest]
    }

    /// Comparisons of which each must hold.
    private struct Alternative: Hashable {
        let comparisons: [VersionComparison]
        let admitsPrereleases: Bool

        init?(_ text: Substring) {
            guard let terms = VersionTerms.split(text), !terms.isEmpty else { return nil }
            var comparisons: [VersionComparison] = []
            for term in terms {
                guard let more = VersionComparison.reading(term) else { return nil }
                comparisons += more
            }
            self.comparisons = comparisons
            admitsPrereleases = terms.contains { $0.version.isPrerelease }
        }

        func contains(_ version: SemanticVersion) -> Bool {
            (admitsPrereleases || !version.isPrerelease) && comparisons.allSatisfy { $0.holds(for: version) }
        }
    }
}
