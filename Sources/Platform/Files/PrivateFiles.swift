internal import Glibc

/// Files and folders that nobody but this process's user may touch.
package enum PrivateFiles {
    /// Takes every right on the folder from everybody but its owner, who must be this process's user.
    ///
    /// - Returns: Whether others had rights on it before.
    /// - Throws: EPERM if it is another user's.
    package static func closeFolder(_ path: String) throws(SystemError) -> Bool {
        try close(try Descriptor.open(path, [.read, .directory]), path, mode: 0o700)
    }

    /// The same for a file, which is made, empty, if it is missing.
    package static func closeFile(_ path: String) throws(SystemError) -> Bool {
        try close(try Descriptor.open(path, [.readWrite, .create], mode: 0o600), path, mode: 0o600)
    }

    private static func close(
        _ file: borrowing Descriptor,
        _ path: String,
        mode: mode_t
    ) throws(SystemError) -> Bool {
        var information = stat()
        let number = file.number
        try systemCall("look at \(path)") { fstat(number, &information) }
        guard information.st_uid == geteuid() else {
            throw SystemError(
                code: EPERM,
                action: "use \(path), which belongs to user \(information.st_uid) and not to \(geteuid())"
            )
        }
        guard information.st_mode & 0o077 != 0 else { return false }
        try systemCall("close \(path) to other users") { fchmod(number, mode) }
        return true
    }
}
