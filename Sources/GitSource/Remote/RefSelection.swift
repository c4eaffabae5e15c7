internal import Domain

/// What to ask a remote for, and the commit that will come.
struct SelectedRef: Hashable, Sendable {
    /// The full name of a ref; nil for a commit that no ref names, for which every branch and tag is fetched.
    let ref: String?
    /// The commit; for a tag object, what the tag names.
    let tip: ObjectID
}

extension RefSelector {
    /// Finds the selected revision in what the remote says it has.
    ///
    /// - Throws: ``GitError`` that says what was looked for and what there is.
    func select(in remote: RemoteRefs) throws(GitError) -> SelectedRef {
        switch self {
        case .head: try RefSelector.head(remote)
        case .branch(let name): try RefSelector.find("branch", name.text, "refs/heads/", remote.branches, in: remote)
        case .tag(let name): try RefSelector.find("tag", name.text, "refs/tags/", remote.tags, in: remote)
        case .semver(let range): try RefSelector.greatest(range, remote)
        case .commit(let revision): try RefSelector.commit(revision, remote)
        }
    }

    /// Whether a tip that does not descend from the one before it is a rewrite; with a range of versions the next tag
    /// may stand anywhere, and a commit never moves by itself.
    var followsOneHistory: Bool {
        switch self {
        case .head, .branch, .tag: true
        case .semver, .commit: false
        }
    }

    /// Finds what a person wrote: a full ref name, a branch, a tag, or a full revision.
    static func select(_ text: String, in remote: RemoteRefs) throws(GitError) -> SelectedRef {
        if text == "HEAD" { return try head(remote) }
        for name in [text, "refs/heads/\(text)", "refs/tags/\(text)"] {
            if let found = remote.commit(of: name) { return found }
        }
        guard let revision = Revision(text) else {
            let there = examples(remote.branches)
            throw GitError(task: "find '\(text)'", message: "the remote has no such ref, branch or tag\(there)")
        }
        return try commit(revision, remote)
    }

    private static func head(_ remote: RemoteRefs) throws(GitError) -> SelectedRef {
        let task = "find the remote's HEAD"
        if let branch = remote.head, let found = remote.commit(of: branch) { return found }
        if let found = remote.commit(of: "HEAD") { return found }
        guard !remote.targets.isEmpty else {
            throw GitError(task: task, message: "the repository is empty; push a commit to it")
        }
        let named = remote.head.map { "it names '\($0)', which is not there" } ?? "it names no branch"
        throw GitError(task: task, message: "\(named); name a branch in `ref`\(examples(remote.branches))")
    }

    private static func find(
        _ kind: String,
        _ name: String,
        _ prefix: String,
        _ present: [String],
        in remote: RemoteRefs
    ) throws(GitError) -> SelectedRef {
        if let found = remote.commit(of: prefix + name) { return found }
        throw GitError(
            task: "find the \(kind) '\(name)'",
            message: "the remote has none of that name\(examples(present))"
        )
    }

    private static func greatest(_ range: VersionRange, _ remote: RemoteRefs) throws(GitError) -> SelectedRef {
        let versions = remote.tags.compactMap { tag in SemanticVersion(tag: tag[...]).map { (version: $0, tag: tag) } }
        let best = versions.filter { range.contains($0.version) }.max { ($0.version, $0.tag) < ($1.version, $1.tag) }
        if let best, let found = remote.commit(of: "refs/tags/\(best.tag)") { return found }
        let there = examples(versions.map(\.tag))
        throw GitError(task: "find a tag in the range '\(range)'", message: "the remote has none\(there)")
    }

    private static func commit(_ revision: Revision, _ remote: RemoteRefs) throws(GitError) -> SelectedRef {
        guard let id = ObjectID(hex: revision.hex) else {
            throw GitError(task: "find the commit \(revision)", message: "only SHA-1 repositories can be read")
        }
        let named = remote.targets.filter { $0.value == id && $0.key.hasPrefix("refs/") && !$0.key.hasSuffix("^{}") }
        return SelectedRef(ref: named.keys.min(), tip: id)
    }

    private static func examples(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return "; it has \(shown)\(names.count > 5 ? " and \(names.count - 5) more" : "")"
    }
}

extension RemoteRefs {
    /// The ref of this full name, with the commit that it names in the end.
    fileprivate func commit(of name: String) -> SelectedRef? {
        guard let target = targets[name + "^{}"] ?? targets[name] else { return nil }
        return SelectedRef(ref: name, tip: target)
    }
}
