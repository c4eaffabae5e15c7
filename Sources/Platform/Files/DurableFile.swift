internal import Glibc

/// Files that are either wholly there or not at all, also after a loss of power.
package enum DurableFile {
    /// Puts `bytes` at `path`, replacing what was there in one step, and returns once that is on disk.
    ///
    /// `mode` is the file's permissions, exactly, whatever the umask.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(SystemError) {
        let (folder, name) = split(path)
        let directory = try Descriptor.open(folder, [.read, .directory])
        let temporary = ".\(name).\(UInt64.random(in: 0...UInt64.max)).tmp"
        do {
            try writeNew(bytes, temporary, in: directory.number, mode: mode)
            try systemCall("put \(path) in place") {
                renameat(directory.number, temporary, directory.number, name)
            }
        } catch {
            // It may not be there at all; the first failure is the one to report.
            _ = unlinkat(directory.number, temporary, 0)
            throw error
        }
        try directory.synchronize()
    }

    /// Puts `bytes` at `path` as ``write(_:to:mode:)`` does, and never replaces anything.
    ///
    /// - Returns: False, and nothing has changed, if something is there already.
    package static func create(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o600) throws(SystemError) -> Bool {
        let (folder, name) = split(path)
        let directory = try Descriptor.open(folder, [.read, .directory])
        let temporary = ".\(name).\(UInt64.random(in: 0...UInt64.max)).tmp"
        // Gone with success or failure; it may not be there at all.
        defer { _ = unlinkat(directory.number, temporary, 0) }
        try writeNew(bytes, temporary, in: directory.number, mode: mode)
        do {
            try systemCall("put \(path) in place") {
                linkat(directory.number, temporary, directory.number, name, 0)
            }
        } catch  where error.code == EEXIST {
            return false
        }
        try directory.synchronize()
        return true
    }

    /// The file's bytes.
    ///
    /// - Throws: EFBIG when there are more than `limit`.
    package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try Descriptor.open(path, [.read, .nonBlocking])
        do {
            return try file.readAll(limit: limit)
        } catch {
            throw SystemError(code: error.code, action: "read \(path)")
        }
    }

    private static func writeNew(_ bytes: [UInt8], _ name: String, in directory: Int32, mode: UInt32)
        throws(SystemError)
    {
        let file = try Descriptor.open(name, [.write, .create, .exclusive, .noFollow], in: directory, mode: 0o600)
        try file.writeAll(bytes)
        try systemCall("set the mode of \(name)") { fchmod(file.number, mode) }
        try file.synchronize()
    }

    /// The folder and the name of what `path` names.
    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}
