internal import CLibgit2
package import Domain
internal import Platform

/// A config repository on this machine, for the command line: its working tree, and its revisions.
package actor LocalRepository {
    /// The source's path: where the folder stands in its repository, and what is below it.
    package nonisolated let path: RepositoryPath
    /// Where it is, without links in it.
    package nonisolated let folder: String
    private let source: SourceName
    private let repository: GitRepository?
    /// The working tree's top, absolute; nil for a bare repository.
    package nonisolated let top: String?
    private let revisions: SourceSnapshot?
    /// What was read last, below the source's path.
    private var read: (objects: any ObjectStore, root: ObjectID)? { didSet { kept = nil } }
    /// What is known of that.
    private var kept: RevisionTrees?
    private let executor = BlockingExecutor(label: "local repository")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - folder: A folder of a Git working tree, a bare repository, or a plain folder.
    ///   - path: The source's path below `folder`.
    ///   - source: What the desired state calls its source.
    /// - Throws: ``SourceFailure`` if there is no such folder, ``GitError`` if its repository cannot be read.
    package init(folder: String, path: RepositoryPath = .root, source: SourceName) throws {
        let real = try LocalRepository.realPath(folder)
        let repository = try LocalRepository.open(real)
        let top = repository.map { $0.workingTree } ?? real
        let above = top.map { LocalRepository.components(of: real, below: $0) } ?? []
        self.folder = real
        self.source = source
        self.repository = repository
        self.top = top
        self.path = RepositoryPath(components: above + path.components)
        revisions = repository.map {
            SourceSnapshot(base: RepositoryPath(components: above + path.components), store: $0)
        }
    }

    /// What the files define now, committed or not; files that Git ignores are not there.
    ///
    /// Its revision is HEAD's commit, or zeros without one.
    ///
    /// - `new`: Files that are read as if they were there, by their places in the repository.
    package func workingTree(with new: [RepositoryPath: [UInt8]] = [:]) async throws -> DesiredState {
        guard let top else { throw SourceFailure("\(folder) is a bare repository, without files; name a revision") }
        let store = WorkingTreeStore(folder: top, repository: repository)
        let files = try await files(in: top)
        let added = new.map { (TreePath($0.components.map { Array($0.utf8)[...] }), $1) }
        let tree = try store.add(files, and: Dictionary(added) { $1 })
        let root = try RevisionRoot.find(path, in: tree, store, revision: top)
        let snapshot = SourceSnapshot(base: path, store: store)
        _ = try snapshot.read(root)
        read = (store, root)
        let head = try repository?.target(of: "HEAD")?.revision
        return DesiredState(
            source: source,
            revision: try head ?? LocalRepository.noRevision(),
            definitions: snapshot.definitions
        )
    }

    private func files(in top: String) async throws -> [WorkingFile] {
        guard let repository else { return try FolderListing.files(of: top) }
        let files = try await files(of: repository, in: top)
        try await complete(files, repository, in: top)
        return files
    }

    /// What a branch, a tag, a remote's branch or a revision defines.
    ///
    /// - Throws: ``SourceFailure`` if there is no such revision.
    package func state(ref: String) async throws -> DesiredState {
        guard let repository, let revisions else { throw SourceFailure("\(folder) is no Git repository") }
        let commit = try repository.resolve(ref)
        guard let commit, let revision = commit.revision else {
            throw SourceFailure(
                "there is no revision \"\(ref)\" in \(folder); fetch it first, or list them with: git branch -a"
            )
        }
        try await complete(commit, repository, in: folder)
        let tree = try repository.tree(ofCommit: commit)
        let root = try RevisionRoot.find(path, in: tree, repository, revision: ref)
        _ = try revisions.read(root)
        read = (repository, root)
        return DesiredState(source: source, revision: revision, definitions: revisions.definitions)
    }

    /// The bytes of a file of the files or the revision that were read last, at most 1 MiB; nil if there is no such file.
    package func file(at place: RepositoryPath) throws -> [UInt8]? {
        guard let (objects, root) = read, let place = TreePath(place, below: path),
            let entry = try TreeLookup(objects).entry(at: place, from: root), entry.mode.isFile
        else { return nil }
        return try objects.blob(entry.id, limit: 1 << 20)
    }

    /// The trees of the files or the revision that were read last, with a budget that begins now.
    func trees() throws -> RevisionTrees {
        guard let read else { throw SourceFailure("nothing was read of \(folder)") }
        let budget = ReadingBudget()
        let meter = BudgetMeter(budget, share: ReadingBudget.share)
        if let kept {
            kept.store.meter = meter
            return kept
        }
        let store = MeteredStore(read.objects, meter)
        let facts = FolderFacts(store, fileBytes: budget.fileBytes)
        let trees = RevisionTrees(root: read.root, base: path, store: store, facts: facts)
        kept = trees
        return trees
    }

    private static func noRevision() throws -> Revision {
        guard let revision = ObjectID(git_oid()).revision else { throw SourceFailure("there is no revision") }
        return revision
    }

    /// Nil if the folder is in no repository.
    private static func open(_ folder: String) throws -> GitRepository? {
        do {
            return try GitRepository(searching: folder)
        } catch  where error.code == GIT_ENOTFOUND.rawValue {
            return nil
        }
    }

    private static func realPath(_ path: String) throws -> String {
        do {
            return try Paths.resolved(path)
        } catch {
            throw SourceFailure("\(error)")
        }
    }

    private static func components(of path: String, below top: String) -> [String] {
        let (path, top) = (path.split(separator: "/"), top.split(separator: "/"))
        return path.starts(with: top) ? path.dropFirst(top.count).map(String.init) : []
    }
}
