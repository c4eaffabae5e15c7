internal import Platform

/// A repository of this machine that is named by its path.
struct LocalRemote {
    /// Where it is: what is named, or the same with `.git` behind it, as git looks for it; nil if neither is there.
    let path: String

    init?(_ path: String) {
        guard let found = [path, "\(path).git"].first(where: Folder.somethingExists) else { return nil }
        self.path = found
    }

    /// What it is that libgit2 cannot follow; nil if it is nothing known.
    var limitation: String? {
        let folder = Folder.isFolder(at: "\(path)/.git") ? "\(path)/.git" : path
        if Folder.somethingExists(at: "\(folder)/shallow") {
            return "the repository is shallow, which is not supported; complete it there with: git fetch --unshallow"
        }
        // What cannot be read says nothing.
        let configuration = (try? DurableFile.read("\(folder)/config", limit: 1 << 20)) ?? []
        let words = String(decoding: configuration, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
        return words.contains("objectformat=sha256")
            ? "the repository has SHA-256 object ids, which are not supported; only SHA-1 is" : nil
    }
}
