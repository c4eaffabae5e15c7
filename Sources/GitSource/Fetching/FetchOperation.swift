internal import Domain

/// What an exchange with a remote has found.
struct FetchFinding {
    /// What the ref names: a commit, or the annotated tag that leads to one.
    let object: ObjectID
    let commit: ObjectID
    let ancestry: DesiredState.Ancestry
    /// Whether it had to be fetched.
    let isNew: Bool
}

/// One exchange with a remote: its refs are listed, one is chosen, and fetched if it is not here.
struct FetchOperation {
    private let request: FetchRequest
    private let repository: GitRepository
    private let refs: CloneRefs
    private let failpoints: Failpoints
    /// So many tags of one version are compared, at most.
    private static let equals = 100

    init(_ request: FetchRequest, _ repository: GitRepository, _ failpoints: Failpoints) throws {
        self.request = request
        self.repository = repository
        self.failpoints = failpoints
        refs = try CloneRefs(repository, of: request.url)
    }

    /// Carries it out.
    func run() throws -> FetchFinding {
        let connection = try RemoteConnection.open(to: request.url, request.credentials, for: repository)
        let selection = try decide(try select(try connection.refs()), over: connection)
        let found = try find(selection, over: connection)
        let ancestry = try ancestry(of: found.commit, selection)
        return FetchFinding(object: found.object, commit: found.commit, ancestry: ancestry, isNew: found.isNew)
    }

    private struct Found {
        let object: ObjectID
        let commit: ObjectID
        let isNew: Bool
    }

    private struct Selected {
        let selection: RefSelection
        let all: [String]
    }

    private func select(_ remote: RemoteRefs) throws -> Selected {
        do {
            return Selected(selection: try RefSelection.select(request.ref, among: remote), all: remote.names)
        } catch {
            throw SourceFailure("\(request.url): \(error)")
        }
    }

    private func find(_ selected: Selected, over connection: RemoteConnection) throws -> Found {
        switch selected.selection {
        case .ref(let choice): return try find(choice, over: connection)
        case .commit(let id): return try find(id, selected.all, over: connection)
        case .newest(let choices): return try find(newest(of: choices, over: connection), over: connection)
        }
    }

    /// Which of several tags is meant; looked at only where there are several.
    private func decide(_ selected: Selected, over connection: RemoteConnection) throws -> Selected {
        guard case .newest(let choices) = selected.selection else { return selected }
        return Selected(selection: .ref(try newest(of: choices, over: connection)), all: selected.all)
    }

    /// The tag of the newest commit, as the commits say it; of equal ones the last by name.
    private func newest(of choices: [RefChoice], over connection: RemoteConnection) throws -> RefChoice {
        let choices = choices.suffix(FetchOperation.equals)
        let missing = choices.filter { !repository.has($0.id) }
        if !missing.isEmpty {
            try fetch(missing.map(\.name), missing.map { refs.refspec($0.name) }, isFirst: false, over: connection)
        }
        let dated = try choices.map { choice in
            (choice, time: try repository.time(ofCommit: try commit(choice.id, choice.name)))
        }
        let newest = dated.max { ($0.time, $0.0.name) < ($1.time, $1.0.name) }
        guard let newest else { throw SourceFailure("\(request.url): there is no tag to choose from") }
        return newest.0
    }

    private func find(_ choice: RefChoice, over connection: RemoteConnection) throws -> Found {
        guard choice.name == "HEAD" || RefName(choice.name) != nil else {
            throw SourceFailure("\(request.url): the remote's ref has a name that git would not allow")
        }
        if let accepted, choice.isTag { try noteAccepted(choice, accepted) }
        let isHere = try choice.id == request.known || refs.fetched(choice.name) == choice.id
        let isNew = !isHere || !repository.has(choice.id)
        if isNew {
            try fetch(choice, over: connection)
        }
        return Found(object: choice.id, commit: try commit(choice.id, choice.name), isNew: isNew)
    }

    private func find(_ id: ObjectID, _ names: [String], over connection: RemoteConnection) throws -> Found {
        let isNew = !repository.has(id)
        if isNew { try fetch(names, refs.everything, isFirst: true, over: connection) }
        guard repository.has(id) else {
            throw SourceFailure("\(request.url): there is no commit \(id) behind any branch or tag")
        }
        return Found(object: id, commit: try commit(id, id.hex), isNew: isNew)
    }

    private func fetch(_ choice: RefChoice, over connection: RemoteConnection) throws {
        let isFirst = try refs.fetched(choice.name) == nil
        do {
            try fetch([choice.name], [refs.refspec(choice.name)], isFirst: isFirst, over: connection)
        } catch let failure as SourceFailure where failure.description.contains("failed to parse") {
            throw SourceFailure(
                "\(failure): libgit2 cannot read \(try culprit(choice.id)); look at it with git fsck, and make it anew, for "
                    + "example with: git commit --amend --reset-author"
            )
        }
    }

    /// Which commit keeps a fetch from its end: a malformed author is enough.
    private func culprit(_ id: ObjectID) throws -> String {
        try repository.refresh()
        guard repository.has(id) else { return "the commit \(id), or one behind it" }
        do {
            _ = try repository.commit(id)
            return "a commit behind \(id)"
        } catch {
            return "the commit \(id)"
        }
    }

    private func fetch(
        _ names: [String],
        _ refspecs: [String],
        isFirst: Bool,
        over connection: RemoteConnection
    ) throws {
        try refs.makeRoom(for: names)
        try connection.fetch(refspecs, isFirst: isFirst)
        failpoints.reach(.fetched)
        try repository.refresh()
    }

    private func commit(_ id: ObjectID, _ name: String) throws -> ObjectID {
        if let commit = try repository.commit(id) { return commit }
        throw SourceFailure("\(request.url): \(name) names no commit")
    }

    private var accepted: ObjectID? { request.accepted.flatMap(ObjectID.init) }

    /// Remembers from which tag the accepted commit came, also if the tag has moved since, or another is chosen now.
    private func noteAccepted(_ choice: RefChoice, _ accepted: ObjectID) throws {
        if try names(choice.id, accepted) { return try refs.noteAccepted(choice.name, accepted) }
        for tag in try refs.fetchedTags() where try names(tag.id, accepted) {
            try refs.noteAccepted(tag.name, accepted)
        }
    }

    private func names(_ object: ObjectID, _ commit: ObjectID) throws -> Bool {
        try repository.has(object) && repository.commit(object) == commit
    }

    /// How the commit relates to the accepted one, which is kept if nothing else keeps it.
    private func ancestry(of commit: ObjectID, _ selected: Selected) throws -> DesiredState.Ancestry {
        guard let accepted else { return .unrelated }
        guard accepted != commit else { return .descends }
        let isHere = repository.has(accepted)
        let descends = try isHere && repository.descends(commit, from: accepted)
        if isHere, !descends { try refs.keep(accepted) }
        return try tagAncestry(selected.selection, accepted) ?? (descends ? .descends : .rewritten)
    }

    /// A tag that moved is a rewrite wherever it went, a greater version is none; nil if tags say nothing.
    private func tagAncestry(_ selection: RefSelection, _ accepted: ObjectID) throws -> DesiredState.Ancestry? {
        guard case .ref(let choice) = selection, choice.isTag else { return nil }
        let before = try refs.tags(accepted: accepted)
        if before.contains(choice.name) { return .rewritten }
        guard case .selected(.semver) = request.ref, let version = choice.version else { return nil }
        return before.compactMap(RefChoice.version).contains { $0 <= version } ? .descends : nil
    }
}
