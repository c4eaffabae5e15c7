internal import Domain

/// What became of a damaged clone's kept commits when it was made anew.
struct CloneRenewal: Hashable, Sendable {
    /// How many that the new clone would not have had were taken over from the damaged one.
    let saved: Int
    /// Those that could not be: commits, or refs where not even that can be read; at most ``limit`` are named.
    let lost: [String]

    private static let limit = 100

    init(_ outcome: CloneRescue.Outcome) {
        saved = outcome.saved
        lost = Array(outcome.lost.prefix(CloneRenewal.limit))
    }

    var json: JSONValue {
        .members(["saved": .integer(saved), "lost": .array(lost.map(JSONValue.string))])
    }

    /// Nil if it is none.
    init?(_ json: JSONValue) {
        guard let saved = json["saved"]?.integer, let lost = json["lost"]?.array else { return nil }
        self.saved = Int(clamping: saved)
        self.lost = lost.compactMap(\.string)
    }
}
