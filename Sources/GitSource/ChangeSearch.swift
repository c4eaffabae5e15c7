internal import CLibgit2
internal import Domain
internal import Platform

/// Finds the commit that made definitions what they are, beside the polls.
actor ChangeSearch {
    /// How many commits are looked at before it is given up.
    private static let longest = 1_000
    /// How many answers are remembered.
    private static let kept = 1_000

    private let clone: CloneReader
    private let executor = BlockingExecutor(on: .history)
    private var answers: [Question: Commit?] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        clone = CloneReader(source)
    }

    private struct Question: Hashable {
        let folders: [RepositoryPath]
        let revision: Revision
    }

    /// See ``ConfigurationSource/lastChange(of:upTo:)``.
    ///
    /// - Throws: ``SourceFailure`` when that takes longer, or looks at more, than the budget allows.
    func lastChange(of folders: [RepositoryPath], upTo revision: Revision) async throws -> Commit? {
        let question = Question(folders: folders, revision: revision)
        if let known = answers[question] { return known }
        let commit = try await clone.retrying {
            try await LargeReading.run(.largeReadings) { try search(question, $0) }
        }
        if answers.count >= Self.kept { answers = [:] }
        answers[question] = .some(commit)
        return commit
    }

    private func search(_ question: Question, _ large: LargeReading) throws -> Commit? {
        guard Folder.somethingExists(at: clone.store.path), let start = ObjectID(question.revision) else { return nil }
        let repository = try clone.store.repository()
        guard repository.has(start) else { return nil }
        let folders = question.folders.compactMap { TreePath($0, below: clone.source.path) }
        guard !folders.isEmpty else { return try describe(start, in: repository) }
        let meter = BudgetMeter(clone.source.budget, large: large)
        var (commit, state) = (start, try state(at: start, of: folders, large))
        for _ in 0..<Self.longest {
            try meter.checkIn()
            var same: (commit: ObjectID, state: State)?
            for parent in try repository.parents(ofCommit: commit) where same == nil {
                same = try unchanged(state, at: parent, large).map { (parent, $0) }
            }
            guard let same else { return try describe(commit, in: repository) }
            (commit, state) = same
        }
        return nil
    }

    private func describe(_ commit: ObjectID, in repository: GitRepository) throws -> Commit? {
        guard let revision = commit.revision else { return nil }
        let words = try repository.words(ofCommit: commit)
        // A commit may say any number.
        let (milliseconds, isTooGreat) = try repository.time(ofCommit: commit).multipliedReportingOverflow(by: 1_000)
        let time = isTooGreat ? nil : Instant(millisecondsSince1970: milliseconds)
        return Commit(revision: revision, subject: words.subject, author: words.author, time: time)
    }

    /// What the folders define in one commit.
    fileprivate struct State {
        /// The tree at the source's path; nil if there is none.
        let root: ObjectID?
        /// Nil for a folder that defines nothing.
        let definitions: [TreePath: EvaluatedDefinition?]
        let places: PlaceIndex
    }

    private func state(at commit: ObjectID, of folders: [TreePath], _ large: LargeReading) throws -> State {
        let root = try root(of: commit)
        return State(try evaluate(folders, root, known: [:], large), root)
    }

    /// The state at the commit if the folders define the same there; nil if they do not.
    private func unchanged(_ state: State, at commit: ObjectID, _ large: LargeReading) throws -> State? {
        let root = try root(of: commit)
        if try !mayDiffer(state, root) { return State(state, root) }
        let before = try evaluate(Array(state.definitions.keys), root, known: state.definitions, large)
        let isSame = state.definitions.allSatisfy { folder, after in
            (before[folder] ?? nil)?.isSame(as: after) ?? (after == nil)
        }
        return isSame ? State(before, root) : nil
    }

    /// Whether a place differs that the definitions depend on.
    private func mayDiffer(_ state: State, _ root: ObjectID?) throws -> Bool {
        guard let root, let after = state.root else { return root != state.root }
        guard let changed = try TreeChanges.between(root, after, in: clone.store) else { return true }
        return changed.contains { !state.places.services(concernedBy: $0).isEmpty }
    }

    /// Nil if the commit has nothing at the source's path.
    private func root(of commit: ObjectID) throws -> ObjectID? {
        do {
            return try RevisionRoot.find(clone.source, at: commit, in: clone.store).tree
        } catch is SourceFailure {
            return nil
        }
    }

    private func evaluate(
        _ folders: [TreePath],
        _ root: ObjectID?,
        known: [TreePath: EvaluatedDefinition?],
        _ large: LargeReading
    ) throws -> [TreePath: EvaluatedDefinition?] {
        let trees = root.map { clone.trees(of: $0, large) }
        return try folders.reduce(into: [:]) { found, folder in
            found[folder] = .some(
                try trees.flatMap {
                    try EvaluatedDefinition.evaluate(at: folder, $0, known: known[folder] ?? nil)
                }
            )
        }
    }
}

extension ChangeSearch.State {
    fileprivate init(_ definitions: [TreePath: EvaluatedDefinition?], _ root: ObjectID?) {
        places = PlaceIndex()
        for (folder, definition) in definitions {
            let file = Dependency.entry(folder.appending(TreeEntry.definitionName))
            places.add(folder, (definition?.dependencies ?? []).union([file]))
        }
        self.definitions = definitions
        self.root = root
    }

    /// The same definitions in another tree.
    fileprivate init(_ other: Self, _ root: ObjectID?) {
        self.init(root: root, definitions: other.definitions, places: other.places)
    }
}

extension EvaluatedDefinition {
    /// Whether a run would be the same, by the same definition, or the same is wrong; where it stands in the file is not
    /// looked at.
    fileprivate func isSame(as other: EvaluatedDefinition?) -> Bool {
        switch (outcome, other?.outcome) {
        case (.valid(let one), .valid(let other)): one.definition == other.definition && one.digest == other.digest
        case (.broken(let name, let problems), .broken(let otherName, let others)):
            name == otherName && problems == others
        default: false
        }
    }
}
