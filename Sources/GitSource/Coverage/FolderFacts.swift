internal import Crypto

/// What there is to know of a folder whatever its place: found once for each tree, so that a change costs what
/// changed, and a folder that is there a million times what it costs once.
final class FolderFacts {
    /// Which of a folder's entries count.
    enum Scope: Hashable {
        /// All.
        case everything
        /// Without `service.json`, and without nested folders that hold one.
        case ownService
    }

    /// Of one size, whatever the folder holds; every number is the greatest there is if it would be greater.
    struct Facts {
        /// What the entries are as one value (only for ``Scope/ownService``); nil if there are none.
        fileprivate(set) var hash: [UInt8]?
        /// Files, links and folders that an export of it writes.
        fileprivate(set) var entries: Int64 = 0
        /// Of all its files.
        fileprivate(set) var bytes: Int64 = 0
        /// How many levels of folders are in it.
        fileprivate(set) var height = 0
        /// How many things in it cannot simply be covered.
        fileprivate(set) var oddities = 0
        /// Whether a `service.json` is directly in it.
        fileprivate(set) var holdsDefinition = false
        /// Whether one is anywhere in it.
        fileprivate(set) var hasDefinitions = false
    }

    /// Something in a folder that a service cannot simply cover.
    struct Oddity {
        enum Kind: Hashable {
            case link
            case submodule
            case largeFilePointer
            case unusableName
            case tooDeep
            /// A file of so many bytes.
            case tooLarge(Int)
        }

        let path: TreePath
        let kind: Kind
    }

    private struct Key: Hashable {
        let id: ObjectID
        let scope: Scope
    }

    /// What is named in files.
    let texts: TextFacts
    private let store: any ObjectStore
    private let blobs: BlobFacts
    private let fileBytes: Int64
    private var known: [Key: Facts] = [:]

    /// - `fileBytes`: How many bytes a file may have.
    init(_ store: any ObjectStore, fileBytes: Int64) {
        self.store = store
        self.fileBytes = fileBytes
        blobs = BlobFacts(store)
        texts = TextFacts(store)
    }

    /// Looks into every folder below that it does not know yet, the innermost first.
    func facts(_ id: ObjectID, _ scope: Scope) throws -> Facts {
        if let facts = known[Key(id: id, scope: scope)] { return facts }
        var pending: [Work] = [.enter(id)]
        var patience = CancellationCheck()
        while let work = pending.popLast() {
            switch work {
            case .enter(let id):
                guard known[Key(id: id, scope: scope)] == nil else { continue }
                let tree = try store.tree(id)
                pending.append(.leave(id, tree))
                for entry in tree {
                    try patience.step()
                    if entry.mode == .folder { pending.append(.enter(entry.id)) }
                }
            case .leave(let id, let tree): known[Key(id: id, scope: scope)] = try count(tree, scope)
            }
        }
        return try facts(id, scope)
    }

    private enum Work {
        case enter(ObjectID)
        /// Everything in it is known.
        case leave(ObjectID, Tree)
    }

    /// What is odd in a folder, in its order, and no more than ``TreeLimits/oddities``.
    func oddities(of id: ObjectID, _ scope: Scope) throws -> [Oddity] {
        var found: [Oddity] = []
        try list(id, scope, at: .root, into: &found)
        return found
    }

    private func list(_ id: ObjectID, _ scope: Scope, at path: TreePath, into found: inout [Oddity]) throws {
        guard try facts(id, scope).oddities > 0 else { return }
        try look(at: store.tree(id), scope) { entry, sight in
            guard found.count < TreeLimits.oddities else { return false }
            switch sight {
            case .odd(let kind), .oddFile(let kind, _):
                found.append(Oddity(path: path.appending(entry.name), kind: kind))
            case .folder: try list(entry.id, scope, at: path.appending(entry.name), into: &found)
            case .file: break
            }
            return true
        }
    }

    /// What a file itself is, wherever it is; nil if it is nothing odd.
    func oddity(ofFile id: ObjectID) throws -> Oddity.Kind? {
        let size = try blobs.size(id)
        if size > fileBytes { return .tooLarge(size) }
        return try blobs.isLargeFilePointer(id) ? .largeFilePointer : nil
    }

    func size(ofFile id: ObjectID) throws -> Int { try blobs.size(id) }

    /// Forgets everything if it is more than what a large repository needs.
    func trim() {
        if known.count > 300_000 { known = [:] }
        blobs.trim()
    }

    private func count(_ tree: Tree, _ scope: Scope) throws -> Facts {
        var census = Census(scope: scope)
        census.facts.holdsDefinition = tree.definition != nil
        census.facts.hasDefinitions = census.facts.holdsDefinition
        try look(at: tree, scope) { entry, sight in
            census.add(entry, sight)
            return true
        }
        return try census.finished()
    }

    /// Shows what the entries that count are, in their order, as long as more are wanted; everything below is known.
    private func look(at tree: Tree, _ scope: Scope, _ goesOn: (TreeEntry, Sight) throws -> Bool) throws {
        var names = TreeNames(of: tree)
        var patience = CancellationCheck()
        for entry in tree {
            try patience.step()
            let isNew = names.isNew(entry)
            if scope == .ownService, entry.isDefinition { continue }
            let sight = try isNew && entry.hasUsableName ? sight(of: entry, scope) : .odd(.unusableName)
            guard let sight else { continue }
            guard try goesOn(entry, sight) else { return }
        }
    }

    /// Nil for a folder that is another service's.
    private func sight(of entry: TreeEntry, _ scope: Scope) throws -> Sight? {
        switch entry.mode {
        case .folder:
            let inner = try facts(entry.id, scope)
            if scope == .ownService, inner.holdsDefinition { return nil }
            return inner.height < TreeLimits.depth ? .folder(inner) : .odd(.tooDeep)
        case .link: return .oddFile(.link, 0)
        case .submodule: return .oddFile(.submodule, 0)
        case .file, .executable:
            let size = Int64(try blobs.size(entry.id))
            return try oddity(ofFile: entry.id).map { .oddFile($0, size) } ?? .file(size)
        }
    }
}

/// What one entry of a folder is.
private enum Sight {
    case file(Int64)
    case folder(FolderFacts.Facts)
    /// What no export would write.
    case odd(FolderFacts.Oddity.Kind)
    /// Something like a file, and its bytes.
    case oddFile(FolderFacts.Oddity.Kind, Int64)
}

/// One folder's facts while its entries are counted.
private struct Census {
    let scope: FolderFacts.Scope
    var facts = FolderFacts.Facts()
    private var encoding = LengthPrefixed()

    init(scope: FolderFacts.Scope) {
        self.scope = scope
    }

    mutating func add(_ entry: TreeEntry, _ sight: Sight) {
        switch sight {
        case .odd(let kind): note(kind)
        case .oddFile(let kind, let size):
            note(kind)
            add(entry, of: size)
        case .file(let size): add(entry, of: size)
        case .folder(let inner): add(entry, inner)
        }
    }

    consuming func finished() throws -> FolderFacts.Facts {
        if !encoding.bytes.isEmpty { facts.hash = try MessageDigest.sha256.hash(encoding.bytes) }
        return facts
    }

    /// Whoever cannot be entered counts as the deepest, so that those around it cannot be entered either.
    private mutating func note(_ kind: FolderFacts.Oddity.Kind) {
        facts.oddities = facts.oddities.plus(1)
        if kind == .tooDeep { facts.height = TreeLimits.depth }
    }

    private mutating func add(_ entry: TreeEntry, of size: Int64) {
        facts.entries = facts.entries.plus(1)
        facts.bytes = facts.bytes.plus(size)
        encode(entry, entry.id.bytes)
    }

    private mutating func add(_ entry: TreeEntry, _ inner: FolderFacts.Facts) {
        facts.height = max(facts.height, inner.height + 1)
        facts.oddities = facts.oddities.plus(inner.oddities)
        facts.hasDefinitions = facts.hasDefinitions || inner.hasDefinitions
        // Of a service's own folders only those with something in them are written.
        guard scope == .everything || inner.hash != nil else { return }
        facts.entries = facts.entries.plus(1).plus(inner.entries)
        facts.bytes = facts.bytes.plus(inner.bytes)
        if let hash = inner.hash { encode(entry, hash) }
    }

    private mutating func encode(_ entry: TreeEntry, _ value: [UInt8]) {
        guard scope == .ownService else { return }
        encoding.append(entry.name)
        encoding.append(entry.mode.text)
        encoding.append(value)
    }
}
