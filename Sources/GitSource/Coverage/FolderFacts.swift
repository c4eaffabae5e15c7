/// What there is to know of a folder whatever its place: found once for each tree, so that a change costs what
/// changed.
final class FolderFacts {
    /// Which of a folder's entries count.
    enum Scope: Hashable {
        /// All.
        case everything
        /// Without `service.json`, and without nested folders that hold one.
        case ownService
    }

    struct Facts {
        /// What the entries are as one value (only for ``Scope/ownService``); nil if there are none.
        let hash: [UInt8]?
        let oddities: [Oddity]
        /// Whether there are more of them than are listed.
        let hasMoreOddities: Bool
        /// How many files and links there are; a folder that is there twice counts twice.
        let files: Int
        /// Whether a `service.json` is directly in it.
        let holdsDefinition: Bool
    }

    /// Something in a folder that a service cannot simply cover.
    struct Oddity {
        enum Kind: Hashable {
            case link
            case submodule
            case largeFilePointer
            case unusableName
            case tooDeep
        }

        let path: TreePath
        let kind: Kind
    }

    private struct Key: Hashable {
        let id: ObjectID
        let scope: Scope
    }

    private let store: any ObjectStore
    private let pointers: LargeFilePointers
    private var known: [Key: Facts] = [:]

    init(_ store: any ObjectStore) {
        self.store = store
        pointers = LargeFilePointers(store)
    }

    func facts(_ id: ObjectID, _ scope: Scope) throws -> Facts { try facts(id, scope, depth: 0) }

    func isLargeFilePointer(_ id: ObjectID) throws -> Bool { try pointers.contains(id) }

    /// Forgets everything if it is more than what a large repository needs.
    func trim() {
        if known.count > 300_000 { known = [:] }
        pointers.trim()
    }

    private func facts(_ id: ObjectID, _ scope: Scope, depth: Int) throws -> Facts {
        let key = Key(id: id, scope: scope)
        if let facts = known[key] { return facts }
        var census = Census(scope: scope)
        for entry in try store.tree(id) { try add(entry, to: &census, depth: depth) }
        let facts = try census.facts()
        known[key] = facts
        return facts
    }

    private func add(_ entry: TreeEntry, to census: inout Census, depth: Int) throws {
        if entry.isDefinition { census.holdsDefinition = true }
        if entry.isDefinition, census.scope == .ownService { return }
        guard census.admits(entry) else { return }
        switch entry.mode {
        case .folder where depth >= TreeLimits.depth: census.note(.tooDeep, entry)
        case .folder: census.add(entry, try facts(entry.id, census.scope, depth: depth + 1))
        case .link: census.add(entry, .link)
        case .submodule: census.add(entry, .submodule)
        case .file, .executable: census.add(entry, try pointers.contains(entry.id) ? .largeFilePointer : nil)
        }
    }
}

/// One folder's facts while its entries are counted.
private struct Census {
    let scope: FolderFacts.Scope
    var holdsDefinition = false
    private var encoding = LengthPrefixed()
    private var oddities: [FolderFacts.Oddity] = []
    private var hasMoreOddities = false
    private var files = 0
    private var names: Set<ArraySlice<UInt8>> = []

    init(scope: FolderFacts.Scope) {
        self.scope = scope
    }

    func facts() throws -> FolderFacts.Facts {
        let hash = scope == .ownService && !encoding.bytes.isEmpty ? try SHA256.hash(encoding.bytes) : nil
        return FolderFacts.Facts(
            hash: hash,
            oddities: oddities,
            hasMoreOddities: hasMoreOddities,
            files: files,
            holdsDefinition: holdsDefinition
        )
    }

    /// Whether the entry can be a file; one that cannot, or that is there twice, is noted.
    mutating func admits(_ entry: TreeEntry) -> Bool {
        if entry.hasUsableName, names.insert(entry.name).inserted { return true }
        note(.unusableName, entry)
        return false
    }

    mutating func note(_ kind: FolderFacts.Oddity.Kind, _ entry: TreeEntry) {
        add([FolderFacts.Oddity(path: TreePath.root.appending(entry.name), kind: kind)])
    }

    mutating func add(_ entry: TreeEntry, _ kind: FolderFacts.Oddity.Kind?) {
        if let kind { note(kind, entry) }
        files = saturated(files, 1)
        encode(entry, entry.id.bytes)
    }

    /// Adds a folder in this one, unless it is another service's.
    mutating func add(_ entry: TreeEntry, _ inner: FolderFacts.Facts) {
        if scope == .ownService, inner.holdsDefinition { return }
        add(
            inner.oddities.map {
                FolderFacts.Oddity(path: TreePath.root.appending(entry.name).appending($0.path), kind: $0.kind)
            }
        )
        hasMoreOddities = hasMoreOddities || inner.hasMoreOddities
        files = saturated(files, inner.files)
        if let hash = inner.hash { encode(entry, hash) }
    }

    private mutating func add(_ more: [FolderFacts.Oddity]) {
        let room = TreeLimits.oddities - oddities.count
        oddities += more.prefix(room)
        hasMoreOddities = hasMoreOddities || more.count > room
    }

    private mutating func encode(_ entry: TreeEntry, _ value: [UInt8]) {
        guard scope == .ownService else { return }
        encoding.append(entry.name)
        encoding.append(entry.mode.text)
        encoding.append(value)
    }

    private func saturated(_ count: Int, _ more: Int) -> Int {
        let (sum, overflow) = count.addingReportingOverflow(more)
        return overflow ? .max : sum
    }
}
