internal import CLibgit2
internal import Glibc
internal import Platform

/// Lists the files of a Git working tree that are not ignored, committed or not.
enum WorkingTreeListing {
    /// The files of the working tree at the path `folder`.
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
        return (0..<git_status_list_entrycount(list.pointer)).compactMap { index in
            git_status_byindex(list.pointer, index).flatMap { file($0.pointee, in: folder) }
        }
    }

    private static func file(_ entry: git_status_entry, in folder: String) -> WorkingFile? {
        guard let delta = entry.index_to_workdir?.pointee, entry.status.rawValue & GIT_STATUS_WT_DELETED.rawValue == 0,
            let name = delta.new_file.path ?? delta.old_file.path
        else { return nil }
        let path = TreePath(bytes: Array(String(cString: name).utf8))
        if UInt32(delta.new_file.mode) == GIT_FILEMODE_COMMIT.rawValue {
            return WorkingFile(path: path, mode: .submodule, id: ObjectID(delta.old_file.id))
        }
        // A folder with a repository of its own that this one knows nothing of.
        guard path.bytes.last != UInt8(ascii: "/"), let mode = mode(of: "\(folder)/\(path)") else { return nil }
        let isCommitted = entry.status == GIT_STATUS_CURRENT
        return WorkingFile(path: path, mode: mode, id: isCommitted ? ObjectID(delta.old_file.id) : nil)
    }

    /// Nil for what Git does not keep: sockets, devices, or what is gone.
    static func mode(of path: String) -> EntryMode? {
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
            if let mode = WorkingTreeListing.mode(of: "\(top)/\(path)") {
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
