internal import Glibc

/// A user of this machine, with everything that decides a process's rights.
package struct Account: Hashable, Sendable {
    package let name: String
    package let user: UInt32
    package let group: UInt32
    /// All groups, the first one included.
    package let groups: [UInt32]
    package let home: String

    package init(name: String, user: UInt32, group: UInt32, groups: [UInt32], home: String) {
        (self.name, self.user, self.group, self.groups, self.home) = (name, user, group, groups, home)
    }

    /// The user of this login name; nil if the system knows none.
    package static func find(_ name: String) -> Account? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard !name.utf8.contains(0), getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil
        else { return nil }
        return Account(
            name: name,
            user: entry.pw_uid,
            group: entry.pw_gid,
            groups: groups(of: name, entry.pw_gid),
            home: entry.pw_dir.map { String(cString: $0) } ?? "/"
        )
    }

    private static func groups(of name: String, _ first: UInt32) -> [UInt32] {
        // The most that the kernel takes (NGROUPS_MAX).
        var count: Int32 = 65_536
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, first, &groups, &count) >= 0 else { return [first] }
        return Array(groups.prefix(Int(count)))
    }
}

extension Account {
    /// Gives this process the rights of the account, for good; only root may.
    package func become() throws(SystemError) {
        try systemCall("take the groups of \(name)") { setgroups(groups.count, groups) }
        try systemCall("take the group of \(name)") { setgid(group) }
        try systemCall("become \(name)") { setuid(user) }
    }

    /// Gives the file, or the folder and all it holds, to the account; symlinks are never followed.
    ///
    /// For what nobody but this process can change meanwhile. `isWanted` is asked for each folder and now and then in
    /// large ones; when it says no, the rest stays as it is, and the error is ECANCELED.
    package func own(_ path: String, while isWanted: () -> Bool = { true }) throws(SystemError) {
        if let folder = try Account.folder(path) { try ownContents(of: folder, while: isWanted) }
        try systemCall("give \(path) to \(name)") { lchown(path, user, group) }
    }

    /// Gives an open file or pipe to the account.
    package func own(_ file: borrowing Descriptor) throws(SystemError) {
        let number = file.number
        try systemCall("give a file to \(name)") { fchown(number, user, group) }
    }

    /// After so many entries of a folder it is asked whether to go on.
    private static let portion = 256

    private func ownContents(of folder: borrowing Descriptor, while isWanted: () -> Bool) throws(SystemError) {
        let number = folder.number
        for (index, name) in try DirectoryStream.names(of: folder).enumerated() {
            guard !index.isMultiple(of: Account.portion) || isWanted() else {
                throw SystemError(code: ECANCELED, action: "give a folder to \(self.name)")
            }
            let characters = name.map { CChar(bitPattern: $0) }
            if let inner = try Account.folder(characters, in: number) { try ownContents(of: inner, while: isWanted) }
            try systemCall("give a file to \(self.name)") {
                fchownat(number, characters, user, group, AT_SYMLINK_NOFOLLOW)
            }
        }
    }

    /// The open folder; nil for anything else.
    private static func folder(_ path: [CChar], in directory: Int32) throws(SystemError) -> Descriptor? {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        do {
            return Descriptor(adopting: try systemCall("open a folder") { openat(directory, path, flags) })
        } catch  where error.code == ENOTDIR || error.code == ELOOP {
            return nil
        }
    }

    private static func folder(_ path: String) throws(SystemError) -> Descriptor? {
        try folder(path.utf8CString.map { $0 }, in: AT_FDCWD)
    }
}
