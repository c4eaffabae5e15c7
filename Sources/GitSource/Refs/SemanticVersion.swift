/// A version by Semantic Versioning 2.0.0.
package struct SemanticVersion: Hashable, Comparable, Sendable {
    let major: UInt64
    let minor: UInt64
    let patch: UInt64
    /// The dot-separated identifiers behind `-`; empty for a release.
    let prerelease: [Substring]
    /// What stands behind `+`; it says nothing about precedence (§10).
    let build: Substring

    var isPrerelease: Bool { !prerelease.isEmpty }

    init(_ major: UInt64, _ minor: UInt64, _ patch: UInt64, prerelease: [Substring] = [], build: Substring = "") {
        (self.major, self.minor, self.patch) = (major, minor, patch)
        self.prerelease = prerelease
        self.build = build
    }

    /// Reads a whole version, with or without a `v` before it; nil if `text` is none.
    init?(tag text: Substring) {
        let plain = text.hasPrefix("v") ? text.dropFirst() : text
        guard let version = PartialVersion(plain), version.count == 3 else { return nil }
        self = version.lowest
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let (core, otherCore) = ((left.major, left.minor, left.patch), (right.major, right.minor, right.patch))
        guard core == otherCore else { return core < otherCore }
        return precedes(left.prerelease, right.prerelease)
    }

    /// Versions of equal precedence are equal, whatever their build metadata.
    package static func == (left: SemanticVersion, right: SemanticVersion) -> Bool {
        (left.major, left.minor, left.patch) == (right.major, right.minor, right.patch)
            && left.prerelease == right.prerelease
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(major)
        hasher.combine(minor)
        hasher.combine(patch)
        hasher.combine(prerelease)
    }

    /// §11.3 and §11.4: a prerelease precedes its release; identifiers are compared one by one.
    private static func precedes(_ left: [Substring], _ right: [Substring]) -> Bool {
        guard !left.isEmpty, !right.isEmpty else { return !left.isEmpty && right.isEmpty }
        for (one, other) in zip(left, right) where one != other {
            switch (UInt64(one), UInt64(other)) {
            case (let one?, let other?): return one < other
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
        }
        return left.count < right.count
    }
}

/// A version of which minor and patch may be missing or a wildcard: `1`, `1.2`, `1.x`, `*`, `1.2.3-rc.1`.
struct PartialVersion {
    private let numbers: [UInt64]
    private let prerelease: [Substring]
    private let build: Substring

    /// How many of major, minor and patch are given.
    var count: Int { numbers.count }

    /// The version with zeros for what is missing.
    var lowest: SemanticVersion {
        SemanticVersion(number(0), number(1), number(2), prerelease: prerelease, build: build)
    }

    init?(_ text: Substring) {
        let (withoutBuild, build) = PartialVersion.cut(text, at: "+")
        let (core, prerelease) = PartialVersion.cut(withoutBuild, at: "-")
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        let given = parts.prefix { !["x", "X", "*"].contains($0) }
        let identifiers = prerelease?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let builds = build?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let numbers = given.compactMap(PartialVersion.number)
        guard (1...3).contains(parts.count), numbers.count == given.count,
            parts.dropFirst(given.count).allSatisfy({ ["x", "X", "*"].contains($0) }),
            identifiers.isEmpty || numbers.count == 3,
            identifiers.allSatisfy(PartialVersion.isIdentifier), builds.allSatisfy(PartialVersion.isWord)
        else { return nil }
        self.numbers = numbers
        self.prerelease = identifiers
        self.build = build ?? ""
    }

    /// The first version behind all that begin with the first `count` given numbers; nil if there is none.
    func next(after count: Int) -> SemanticVersion? {
        guard count > 0, count <= numbers.count else { return nil }
        let (raised, overflow) = numbers[count - 1].addingReportingOverflow(1)
        guard !overflow else { return nil }
        let kept = numbers.prefix(count - 1) + [raised] + [0, 0]
        // A prerelease of the next version is behind them too.
        return SemanticVersion(kept[0], kept[1], kept[2], prerelease: ["0"])
    }

    private func number(_ index: Int) -> UInt64 { index < numbers.count ? numbers[index] : 0 }

    private static func cut(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let place = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<place], text[text.index(after: place)...])
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit), text == "0" || !text.hasPrefix("0") else { return nil }
        return UInt64(text)
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        isWord(text) && (!text.utf8.allSatisfy(isDigit) || number(text) != nil)
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || isDigit(UInt8($0.value)) || $0 == "-")
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
