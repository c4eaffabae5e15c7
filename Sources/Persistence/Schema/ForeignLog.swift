internal import Platform

/// The write-ahead log of a store whose file was replaced by a backup: SQLite would play it into the backup.
enum ForeignLog {
    /// Where SQLite has the version of a file's format, 2 in a file that has a write-ahead log; and its length.
    private static let formatVersion = 18

    /// Refuses a backup that was put in place while the log of another store was left there.
    static func refuse(beside path: String) throws {
        guard Folder.somethingExists(at: path), Folder.somethingExists(at: path + "-wal") else { return }
        guard try Descriptor.open(path + "-wal").size() > 0 else { return }
        let header = try Descriptor.open(path).pread(upTo: formatVersion + 1, at: 0)
        guard header.count > formatVersion, header[formatVersion] == 1 else { return }
        throw SQLiteError(
            kind: .other,
            code: 0,
            message: "beside the store lies the write-ahead log of another one, as it is left when a backup is put in "
                + "place; remove \(path)-wal and \(path)-shm if the file is the backup that you want",
            doing: "open \(path)"
        )
    }
}
