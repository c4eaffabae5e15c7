internal import Domain

/// What the child found.
struct FetchAnswer: Hashable, Sendable {
    /// What the ref names: a commit, or the annotated tag that leads to one.
    let object: ObjectID
    let commit: ObjectID
    let ancestry: DesiredState.Ancestry
    /// Whether the clone's files are others than before: it must be opened anew.
    var renewed: Bool
    /// Whether the process gathers the clone's packs after this answer, and says in another line when it has done so.
    let gathers: Bool
    /// Set when a damaged clone was made anew.
    let renewal: CloneRenewal?

    var json: JSONValue {
        .members([
            "object": .string(object.hex),
            "commit": .string(commit.hex),
            "ancestry": .string(FetchAnswer.words.first { $0.value == ancestry }?.key ?? ""),
            "renewed": .bool(renewed),
            "gathers": .bool(gathers),
            "renewal": renewal?.json ?? .null,
        ])
    }

    init(_ finding: FetchFinding, gathers: Bool = false, renewal: CloneRenewal? = nil) {
        self.init(
            object: finding.object,
            commit: finding.commit,
            ancestry: finding.ancestry,
            renewed: renewal != nil,
            gathers: gathers,
            renewal: renewal
        )
    }

    private init(
        object: ObjectID,
        commit: ObjectID,
        ancestry: DesiredState.Ancestry,
        renewed: Bool,
        gathers: Bool,
        renewal: CloneRenewal?
    ) {
        self.object = object
        self.commit = commit
        self.ancestry = ancestry
        self.renewed = renewed
        self.gathers = gathers
        self.renewal = renewal
    }

    /// Nil if it is no answer.
    init?(_ json: JSONValue) {
        guard let object = json["object"]?.string.flatMap(ObjectID.init(hex:)),
            let commit = json["commit"]?.string.flatMap(ObjectID.init(hex:)),
            let ancestry = json["ancestry"]?.string.flatMap({ FetchAnswer.words[$0] }),
            let renewed = json["renewed"]?.bool, let gathers = json["gathers"]?.bool
        else { return nil }
        self.init(
            object: object,
            commit: commit,
            ancestry: ancestry,
            renewed: renewed,
            gathers: gathers,
            renewal: json["renewal"].flatMap(CloneRenewal.init)
        )
    }

    private static let words: [String: DesiredState.Ancestry] = [
        "unrelated": .unrelated, "descends": .descends, "rewritten": .rewritten,
    ]
}
