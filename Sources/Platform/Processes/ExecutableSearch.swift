internal import Glibc

/// Finds programs as a shell does.
package enum ExecutableSearch {
    /// The file of the program `name`.
    ///
    /// - Parameters:
    ///   - name: One that holds a slash is a path, and no search happens.
    ///   - path: Folders separated by colons, as in `PATH`; empty ones are passed over.
    /// - Returns: The first regular file that may be executed, or nil.
    package static func find(_ name: String, path: String) -> String? {
        guard !name.isEmpty else { return nil }
        guard !name.contains("/") else { return isExecutableFile(name) ? name : nil }
        return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isExecutableFile)
    }

    private static func isExecutableFile(_ path: String) -> Bool {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }
}
