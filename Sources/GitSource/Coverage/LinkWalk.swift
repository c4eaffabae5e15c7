/// An entry that a service covers: a file, a link, or a folder with everything in it.
struct CoveredEntry: Hashable, Sendable {
    let path: TreePath
    let mode: EntryMode
    let id: ObjectID
}

/// Where a path leads once every link on it was followed.
enum Landing {
    /// - Parameter links: The links that were followed, in their order.
    case found(CoveredEntry, links: [CoveredEntry])
    case missing(TreePath)
    /// What stands in the way is no folder.
    case blocked(TreePath)
    /// The link there leaves the source's path.
    case outside(TreePath)
    /// The link there names an absolute path.
    case absolute(TreePath)
    /// Too many links, or one that leads to itself.
    case looping(TreePath)
}

/// Follows a path through the trees of a revision, as the kernel follows it through folders.
struct LinkWalk {
    private let lookup: TreeLookup
    private let store: any ObjectStore
    private var folders: [TreeEntry]
    private var pending: [ArraySlice<UInt8>]
    private var links: [CoveredEntry] = []
    /// Every place whose entry decided where the path leads.
    private(set) var consulted: [TreePath] = []

    /// A walk along `path` from `folder`, a place that was reached without links.
    ///
    /// `..` is one up from where the walk has come to; `root` is the tree of the source's path.
    init(
        _ path: [ArraySlice<UInt8>],
        from folder: TreePath = .root,
        root: ObjectID,
        in store: any ObjectStore,
        lookup: TreeLookup
    ) {
        self.store = store
        self.lookup = lookup
        folders = [TreeEntry(name: [], mode: .folder, id: root)]
        pending = Array((folder.components + path).reversed())
    }

    mutating func run() throws -> Landing {
        var found = CoveredEntry(path: .root, mode: .folder, id: folders[0].id)
        while let name = pending.popLast() {
            switch try step(name, found) {
            case .went(let entry): found = entry
            case .ended(let landing): return landing
            }
        }
        consulted.append(found.path)
        return .found(found, links: links)
    }

    private enum Step {
        case went(CoveredEntry)
        case ended(Landing)
    }

    private mutating func step(_ name: ArraySlice<UInt8>, _ here: CoveredEntry) throws -> Step {
        if name.elementsEqual([UInt8(ascii: ".")]) { return .went(here) }
        guard here.mode == .folder, let folder = folders.last else {
            consulted.append(here.path)
            return .ended(.blocked(here.path))
        }
        if name.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) { return up(from: here) }
        let path = here.path.appending(name)
        guard let entry = try lookup.entry(name, in: folder.id) else {
            consulted.append(path)
            return .ended(.missing(path))
        }
        let next = CoveredEntry(path: path, mode: entry.mode, id: entry.id)
        guard entry.mode != .link else { return try follow(next, back: here) }
        if entry.mode == .folder { folders.append(entry) }
        return .went(next)
    }

    private mutating func up(from here: CoveredEntry) -> Step {
        // The way leads through a folder in which it does not end: without it there is no way.
        consulted.append(here.path)
        guard folders.count > 1 else { return .ended(.outside(links.last?.path ?? .root)) }
        folders.removeLast()
        let path = TreePath(folders.dropFirst().map(\.name))
        return .went(CoveredEntry(path: path, mode: .folder, id: folders[folders.count - 1].id))
    }

    private mutating func follow(_ link: CoveredEntry, back here: CoveredEntry) throws -> Step {
        links.append(link)
        consulted.append(link.path)
        guard links.count <= TreeLimits.hops, let target = try store.blob(link.id, limit: 4_096),
            !target.isEmpty, !target.contains(0)
        else {
            return .ended(.looping(link.path))
        }
        guard target.first != UInt8(ascii: "/") else { return .ended(.absolute(link.path)) }
        pending += target.split(separator: UInt8(ascii: "/")).reversed()
        return .went(here)
    }
}
