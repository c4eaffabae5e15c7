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
    /// A run whose record is damaged is over too, and nobody knows how: it counts as interrupted.
    ///
    /// - Throws: ``UnreadableRecord`` for the record of a later version, which knows how to read it.
    static func read(in folder: RunFolder) throws -> ExitRecord? {
        do {
            return try RecordFile.readIfThere(folder.exit).map { try ExitRecord($0) }
        } catch let damage as UnreadableRecord where !damage.isOfLaterVersion {
            return ExitRecord(outcome: .interrupted, message: "nobody knows how the run ended: \(damage)")
        }
    }
}
