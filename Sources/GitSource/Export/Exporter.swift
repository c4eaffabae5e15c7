internal import Domain
internal import Glibc
internal import Platform

/// Writes what a service covers as files, at the paths that they have in the repository.
///
/// Goes by descriptors and follows no link, so nothing is ever written outside of the folder.
struct Exporter {
    private let trees: RevisionTrees
    private let top: String
    private var room: ExportRoom

    /// Writes into the empty folder at the path `folder`, and leaves `freeBytes` free on its disk.
    ///
    /// - Throws: ``SourceFailure`` when there is too little room, or the budget is used up, and `CancellationError`;
    ///   what was written stays.
    static func write(
        _ coverage: Coverage,
        of trees: RevisionTrees,
        to folder: String,
        leaving freeBytes: Int64
    ) throws {
        let room = ExportRoom(folder, leaving: freeBytes)
        try room.require(coverage.amount)
        var exporter = Exporter(trees: trees, top: folder, room: room)
        let own = try exporter.folder(coverage.folder)
        try exporter.write(coverage.folderID, at: coverage.folder, into: own, .ownService)
        for entry in coverage.entries { try exporter.write(entry) }
        for passage in coverage.passages { try exporter.make(passage) }
    }

    private init(trees: RevisionTrees, top: String, room: ExportRoom) {
        self.trees = trees
        self.top = top
        self.room = room
    }

    private mutating func write(_ entry: CoveredEntry) throws {
        if entry.mode == .folder {
            try write(entry.id, at: entry.path, into: try folder(entry.path), .everything)
        } else if let parent = entry.path.parent {
            let item = TreeEntry(name: entry.path.name, mode: entry.mode, id: entry.id)
            try write(item, at: entry.path, into: try folder(parent))
        }
    }

    /// Makes a folder that a link leads through.
    private mutating func make(_ passage: TreePath) throws {
        try pay(0)
        _ = try folder(passage)
    }

    /// A folder of the repository, made with those above it where they are missing.
    private func folder(_ path: TreePath) throws -> Descriptor {
        let above = trees.base.components.map { Array($0.utf8)[...] }
        return try folder((above + path.components)[...], in: try Descriptor.open(top, [.read, .directory, .noFollow]))
    }

    private func folder(
        _ names: ArraySlice<ArraySlice<UInt8>>,
        in parent: consuming Descriptor
    ) throws -> Descriptor {
        guard let name = names.first else { return parent }
        return try folder(names.dropFirst(), in: try ExportedFolder.open(name, in: parent.number))
    }

    private mutating func write(
        _ tree: ObjectID,
        at path: TreePath,
        into folder: borrowing Descriptor,
        _ scope: FolderFacts.Scope
    ) throws {
        for entry in try trees.store.tree(tree) {
            try Task.checkCancellation()
            guard entry.hasUsableName else {
                throw SourceFailure("\(trees.place(path)) holds a name that cannot be written")
            }
            if scope == .ownService, entry.isDefinition { continue }
            let place = path.appending(entry.name)
            guard entry.mode == .folder else {
                try write(entry, at: place, into: folder)
                continue
            }
            if scope == .ownService, try isLeftOut(entry.id) { continue }
            try pay(0)
            let inner = try ExportedFolder.open(entry.name, in: folder.number)
            try write(entry.id, at: place, into: inner, scope)
        }
    }

    /// Whether a folder in a service's own has nothing that is the service's.
    private func isLeftOut(_ tree: ObjectID) throws -> Bool {
        let facts = try trees.facts.facts(tree, .ownService)
        return facts.holdsDefinition || facts.hash == nil
    }

    private mutating func write(_ entry: TreeEntry, at path: TreePath, into folder: borrowing Descriptor) throws {
        let parent = folder.number
        try pay(0)
        switch entry.mode {
        case .file, .executable:
            let mode: UInt32 = entry.mode == .executable ? 0o755 : 0o644
            try trees.store.withBlob(entry.id) { bytes in
                try ExportedFolder.write(bytes, entry.name, mode, in: parent) { try pay($0) }
            }
        case .link:
            guard let target = try trees.store.blob(entry.id, limit: 4_096) else {
                throw SourceFailure("the link \(trees.place(path)) is too long")
            }
            try ExportedFolder.link(entry.name, to: target, in: parent)
        case .folder, .submodule: break
        }
    }

    /// Called before every entry and every part of a file: looks whether to go on, and whether there is room.
    private mutating func pay(_ bytes: Int) throws {
        try trees.store.meter.checkIn()
        try room.take(bytes)
    }
}
