package import Domain
internal import Platform

/// Writes copies of the store with SQLite's `VACUUM INTO`, on a connection that only reads, so that nobody waits.
///
/// A copy is compact and whole, and marked as a backup, so that a daemon that is started on it knows.
package actor SQLiteBackup: StoreCopying {
    private let executor = BlockingExecutor(label: "backup")
    private let path: String

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Copies the store at `path`, which is open to be written.
    package init(path: String) { self.path = path }

    package func copy(to target: String) throws -> BackupReport {
        try BackupPlace.check(target, of: path)
        let draft = try BackupPlace.draft(beside: target)
        do {
            let sequence = try write(draft)
            let bytes = try publish(draft, to: target)
            return BackupReport(bytes: bytes, sequence: sequence)
        } catch {
            // The error says why there is no backup; what was begun of it is of no use.
            try? FolderRemoval.remove(draft)
            throw error
        }
    }

    /// - Returns: The last event that the copy knows.
    private func write(_ draft: String) throws -> Int64 {
        try StoreFile.openToRead(path).run("VACUUM INTO ?", .text(draft))
        let copy = Session(try Connection(path: draft, mode: .readWrite))
        try BackupMark.put(in: copy)
        return try SQLiteEvents(session: copy).lastSequence()
    }

    /// - Returns: How large it is, in bytes.
    private func publish(_ draft: String, to target: String) throws(SystemError) -> Int64 {
        let file = try Descriptor.open(draft, [.read, .noFollow])
        try file.synchronize()
        try Renaming.rename(draft, to: target)
        try Descriptor.open(Paths.folder(of: target), [.read, .directory]).synchronize()
        return try file.size()
    }
}
