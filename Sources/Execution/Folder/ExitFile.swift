internal import Domain
internal import Platform

/// The file that says how a run ended: not there before the end, whole from then on.
enum ExitFile {
    /// Takes the disk that the record will need.
    static func reserve(in folder: RunFolder) throws {
        let file = try Descriptor.open(folder.exitRoom, [.write, .create, .truncate, .noFollow])
        try file.allocate(Int64(ExitRecord.room))
    }

    /// Puts the record in place, and returns once it is on disk.
    static func write(_ record: ExitRecord, in folder: RunFolder) throws {
        let file = try Descriptor.open(folder.exitRoom, [.write, .create, .noFollow])
        let bytes = record.json.bytes()
        try file.pwriteAll(bytes, at: 0)
        try file.truncate(to: Int64(bytes.count))
        try file.synchronize()
        try Renaming.rename(folder.exitRoom, to: folder.exit)
        try Descriptor.open(folder.path, [.read, .directory]).synchronize()
    }

    /// How the run ended; nil if it has not.
    ///
    /// - Throws: ``UnreadableRecord`` if the file is damaged, or of a later version.
    static func read(in folder: RunFolder) throws -> ExitRecord? {
        try RecordFile.readIfThere(folder.exit).map { try ExitRecord($0) }
    }
}
