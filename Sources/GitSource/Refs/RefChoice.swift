internal import Domain

/// One ref that a remote has.
struct AdvertisedRef: Hashable {
    /// `HEAD`, or a name below `refs/`.
    let name: String
    let id: ObjectID
    /// For `HEAD`, the branch that it stands for.
    let target: String?
}

/// The ref of a remote that is followed, and what it names now.
struct RefChoice: Hashable {
    let name: String
    /// The commit, or the annotated tag that leads to it.
    let id: ObjectID

    /// The tag's version, if it is a tag with one.
    var version: SemanticVersion? { RefChoice.version(name) }

    var isTag: Bool { name.hasPrefix("refs/tags/") }

    static func version(_ name: String) -> SemanticVersion? {
        guard name.hasPrefix("refs/tags/") else { return nil }
        return SemanticVersion(tag: name.dropFirst("refs/tags/".count))
    }
}

/// What is wanted of a remote.
enum RefRequest: Hashable, Sendable {
    case selected(RefSelector)
    /// What a person wrote: a branch, a tag, a whole ref or a whole revision.
    case named(String)
}

/// Which ref of a remote is meant.
enum RefSelection: Equatable {
    case ref(RefChoice)
    /// Of these tags, whose versions differ in their build metadata alone, the one of the newest commit.
    case newest([RefChoice])
    /// A commit that may be behind any ref.
    case commit(ObjectID)

    /// - Throws: ``SourceFailure`` with what there is instead.
    static func select(_ request: RefRequest, among refs: RemoteRefs) throws(SourceFailure) -> RefSelection {
        guard !refs.isEmpty else {
            throw SourceFailure("the repository is empty; push a first commit to it")
        }
        switch request {
        case .selected(.head): return .ref(try refs.head())
        case .selected(.branch(let name)): return .ref(try refs.branch(name.text))
        case .selected(.tag(let name)): return .ref(try refs.tag(name.text))
        case .selected(.semver(let range)): return try refs.greatest(in: range)
        case .selected(.commit(let revision)): return try refs.commit(revision.hex)
        case .named(let text): return try refs.named(text)
        }
    }
}

/// Everything that a remote has advertised.
struct RemoteRefs {
    private let refs: [String: AdvertisedRef]

    init(_ refs: [AdvertisedRef]) {
        self.refs = Dictionary(refs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var isEmpty: Bool { refs.isEmpty }

    /// Names of the refs without the peeled ones (`^{}`).
    var names: [String] { refs.keys.filter { !$0.hasSuffix("^{}") } }

    func find(_ name: String) -> RefChoice? { refs[name].map { RefChoice(name: $0.name, id: $0.id) } }

    /// The branch that HEAD stands for, or HEAD itself if it is detached or its branch is not told.
    func head() throws(SourceFailure) -> RefChoice {
        guard let head = refs["HEAD"] else {
            throw SourceFailure(
                "the remote's HEAD names no branch that exists; say which is meant: \(listed("refs/heads/"))"
            )
        }
        return head.target.flatMap(find) ?? RefChoice(name: "HEAD", id: head.id)
    }

    func branch(_ name: String) throws(SourceFailure) -> RefChoice {
        if let choice = find("refs/heads/\(name)") { return choice }
        throw SourceFailure("there is no branch \"\(name)\"; there are: \(listed("refs/heads/"))")
    }

    func tag(_ name: String) throws(SourceFailure) -> RefChoice {
        if let choice = find("refs/tags/\(name)") { return choice }
        throw SourceFailure("there is no tag \"\(name)\"; there are: \(listed("refs/tags/"))")
    }

    /// The tag with the greatest version in the range; build metadata says nothing of that (Semantic Versioning §10).
    func greatest(in range: VersionRange) throws(SourceFailure) -> RefSelection {
        let candidates = names.compactMap { name in
            RefChoice.version(name).flatMap { range.contains($0) ? (name: name, version: $0) : nil }
        }
        let greatest = candidates.map(\.version).max()
        let choices = candidates.filter { $0.version == greatest }.map(\.name).sorted().compactMap(find)
        if choices.count > 1 { return .newest(choices) }
        if let choice = choices.first { return .ref(choice) }
        throw SourceFailure("no tag is a version in \"\(range)\"; there are: \(listed("refs/tags/"))")
    }

    func commit(_ hex: String) throws(SourceFailure) -> RefSelection {
        guard let id = ObjectID(hex: hex) else {
            throw SourceFailure("\(hex) is no commit of a SHA-1 repository; only those are supported")
        }
        return .commit(id)
    }

    func named(_ text: String) throws(SourceFailure) -> RefSelection {
        let places = ["refs/heads/\(text)", "refs/tags/\(text)", text, "refs/\(text)"]
        if let choice = places.lazy.compactMap(find).first { return .ref(choice) }
        if text.utf8.count == 40, ObjectID(hex: text) != nil { return try commit(text) }
        throw SourceFailure(
            "there is no branch, tag or ref \"\(text)\"; there are the branches \(listed("refs/heads/")); "
                + "a revision is given in full"
        )
    }

    /// Names for messages.
    private func listed(_ prefix: String) -> String {
        let found = names.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }.sorted()
        guard !found.isEmpty else { return "none" }
        return NameList.text(found.lazy.map { String($0) }, of: found.count)
    }
}
