/// Follows a path through the trees of a revision, as the kernel follows it through folders.
struct LinkWalk {
    private let lookup: TreeLookup
    private let store: MeteredStore
    private var folders: [TreeEntry]
    private var pending: [ArraySlice<UInt8>]
    private var links: [CoveredEntry] = []
    /// Every place whose entry decided where the path leads.
    private(set) var consulted: Set<TreePath> = []
    /// The folders from which it has gone up.
    private(set) var passages: Set<TreePath> = []
    /// What the walk has cost: one for each name, and more the longer the way is.
    private(set) var steps: Int64 = 0
    private let limit: Int64

    /// A walk along `path` from `folder`, a place that was reached without links.
    ///
    /// `..` is one up from where the walk has come to; `root` is the tree of the source's path; after `limit` steps
    /// it ends where it is.
    init(
        _ path: [ArraySlice<UInt8>],
        from folder: TreePath = .root,
        root: ObjectID,
        in store: MeteredStore,
        lookup: TreeLookup,
        limit: Int64
    ) {
        self.limit = limit
        self.store = store
        self.lookup = lookup
        folders = [TreeEntry(name: [], mode: .folder, id: root)]
        pending = Array((folder.components + path).reversed())
    }

    mutating func run() throws -> Landing {
        var found = CoveredEntry(path: .root, mode: .folder, id: folders[0].id)
        while let name = pending.popLast() {
            try store.meter.checkIn()
            let length = found.path.bytes.count
            steps += 1 + Int64(length / LinkWalk.stride)
            guard steps <= limit else { return .tooFar(found.path) }
            guard length <= LinkWalk.longest else { return .looping(found.path) }
            switch try step(name, found) {
            case .went(let entry): found = entry
            case .ended(let landing): return landing
            }
        }
        consulted.insert(found.path)
        return .found(found, links: links)
    }

    /// So many bytes of a path are another step.
    private static let stride = 64
    /// No program could name a longer path.
    private static let longest = 4_096

    private enum Step {
        case went(CoveredEntry)
        case ended(Landing)
    }

    private mutating func step(_ name: ArraySlice<UInt8>, _ here: CoveredEntry) throws -> Step {
        if name.elementsEqual([UInt8(ascii: ".")]) { return .went(here) }
        guard here.mode == .folder, let folder = folders.last else {
            consulted.insert(here.path)
            return .ended(.blocked(here.path))
        }
        if name.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) { return up(from: here) }
        let path = here.path.appending(name)
        guard let entry = try lookup.entry(name, in: folder.id) else {
            consulted.insert(path)
            return .ended(.missing(path))
        }
        let next = CoveredEntry(path: path, mode: entry.mode, id: entry.id)
        guard entry.mode != .link else { return try follow(next, back: here) }
        if entry.mode == .folder { folders.append(entry) }
        return .went(next)
    }

    private mutating func up(from here: CoveredEntry) -> Step {
        // The way leads through a folder in which it does not end: without it there is no way.
        consulted.insert(here.path)
        guard folders.count > 1 else { return .ended(.outside(links.last?.path ?? .root)) }
        passages.insert(here.path)
        folders.removeLast()
        let path = TreePath(folders.dropFirst().map(\.name))
        return .went(CoveredEntry(path: path, mode: .folder, id: folders[folders.count - 1].id))
    }

    private mutating func follow(_ link: CoveredEntry, back here: CoveredEntry) throws -> Step {
        links.append(link)
        consulted.insert(link.path)
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
