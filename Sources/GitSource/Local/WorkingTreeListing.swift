internal import CLibgit2
internal import Glibc
internal import Platform

/// Lists the files of a Git working tree that are not ignored, committed or not.
enum WorkingTreeListing {
    /// The files of the working tree at the path `folder`, with the modes that Git would write.
    ///
    /// One that a sparse checkout leaves out is there, as it is in the index.
    static func files(of repository: GitRepository, in folder: String) throws -> [WorkingFile] {
        var options = git_status_options()
        git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
        options.show = GIT_STATUS_SHOW_WORKDIR_ONLY
        options.flags =
            GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_STATUS_OPT_INCLUDE_UNMODIFIED.rawValue
        let list = try Handle("list the files of \(folder)", free: git_status_list_free) {
            git_status_list_new(&$0, repository.handle.pointer, &options)
        }
        let index = try Handle("read the index of \(folder)", free: git_index_free) {
            git_repository_index(&$0, repository.handle.pointer)
        }
        let modes = try repository.trustsModes
        return (0..<git_status_list_entrycount(list.pointer)).compactMap { position in
            git_status_byindex(list.pointer, position).flatMap { entry in
                leftOut(entry.pointee, index.pointer) ?? file(entry.pointee, in: folder, modes, repository)
            }
        }
    }

    /// A file that is not on disk because a sparse checkout leaves it out.
    private static func leftOut(_ entry: git_status_entry, _ index: OpaquePointer) -> WorkingFile? {
        guard entry.status.rawValue & GIT_STATUS_WT_DELETED.rawValue != 0,
            let name = entry.index_to_workdir?.pointee.old_file.path,
            let known = git_index_get_bypath(index, name, 0)?.pointee,
            UInt32(known.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
        else { return nil }
        return WorkingFile(path: path(name), mode: EntryMode(raw: known.mode), id: ObjectID(known.id))
    }

    private static func file(
        _ entry: git_status_entry,
        in folder: String,
        _ modes: Bool,
        _ repository: GitRepository
    ) -> WorkingFile? {
        guard let delta = entry.index_to_workdir?.pointee, entry.status.rawValue & GIT_STATUS_WT_DELETED.rawValue == 0,
            let name = delta.new_file.path ?? delta.old_file.path
        else { return nil }
        let path = path(name)
        if UInt32(delta.new_file.mode) == GIT_FILEMODE_COMMIT.rawValue {
            return WorkingFile(path: path, mode: .submodule, id: ObjectID(delta.old_file.id))
        }
        // A folder with a repository of its own that this one knows nothing of.
        guard path.bytes.last != UInt8(ascii: "/"), let onDisk = mode(of: folder, path) else { return nil }
        if entry.status == GIT_STATUS_CURRENT {
            let mode = EntryMode(raw: UInt32(delta.old_file.mode))
            return WorkingFile(path: path, mode: mode, id: ObjectID(delta.old_file.id))
        }
        let isLarge = onDisk.isFile && repository.isLargeFile(name)
        return WorkingFile(path: path, mode: modes ? onDisk : written(delta, onDisk), id: nil, isLarge: isLarge)
    }

    /// The mode that Git writes where the file system's right to execute says nothing (`core.fileMode`).
    private static func written(_ delta: git_diff_delta, _ onDisk: EntryMode) -> EntryMode {
        guard onDisk.isFile else { return onDisk }
        let known = UInt32(delta.old_file.mode)
        return known == 0 ? .file : EntryMode(raw: known)
    }

    private static func path(_ name: UnsafePointer<CChar>) -> TreePath {
        TreePath(bytes: Array(UnsafeRawBufferPointer(start: name, count: strlen(name))))
    }

    private static func mode(of folder: String, _ path: TreePath) -> EntryMode? {
        mode(of: (Array(folder.utf8) + [UInt8(ascii: "/")] + path.bytes + [0]).map { CChar(bitPattern: $0) })
    }

    /// Nil for what Git does not keep: sockets, devices, or what is gone.
    static func mode(of path: [CChar]) -> EntryMode? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG: return information.st_mode & S_IXUSR == 0 ? .file : .executable
        case S_IFLNK: return .link
        default: return nil
        }
    }
}

/// Lists the files of a folder that is no Git working tree.
struct FolderListing {
    private static let limit = 1_000_000
    private let top: String
    private var files: [WorkingFile] = []

    static func files(of folder: String) throws -> [WorkingFile] {
        var listing = FolderListing(top: folder)
        try listing.list("", depth: 0)
        return listing.files
    }

    private init(top: String) {
        self.top = top
    }

    private mutating func list(_ folder: String, depth: Int) throws {
        guard depth <= TreeLimits.depth else { return }
        for name in try Folder.names(in: "\(top)/\(folder)") where name != ".git" {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            if let mode = WorkingTreeListing.mode(of: Array("\(top)/\(path)".utf8CString)) {
                files.append(WorkingFile(path: TreePath(bytes: Array(path.utf8)), mode: mode, id: nil))
            } else if isFolder(path) {
                try list(path, depth: depth + 1)
            }
            guard files.count <= FolderListing.limit else {
                throw SourceFailure("\(top) holds more than \(FolderListing.limit) files; name a narrower folder")
            }
        }
    }

    private func isFolder(_ path: String) -> Bool {
        var information = stat()
        return lstat("\(top)/\(path)", &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }
}
