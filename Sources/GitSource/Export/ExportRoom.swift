internal import Domain
internal import Platform

/// The disk that an export is written to: looked at before and, because others write too, again and again meanwhile.
struct ExportRoom {
    private let folder: String
    private let freeBytes: Int64
    /// What was written since the last look.
    private var bytes = 0
    private var entries = 0

    /// How much is written between two looks.
    private static let portion = (bytes: 16 << 20, entries: 256)
    /// Of the files that a file system can hold, one in so many stays free, and never more than this is asked for.
    private static let freeFiles = (part: Int64(20), most: Int64(100_000))

    /// - `freeBytes`: What must stay free.
    init(_ folder: String, leaving freeBytes: Int64) {
        self.folder = folder
        self.freeBytes = freeBytes
    }

    /// - Throws: ``SourceFailure`` if there is no room for so much.
    func require(_ amount: CoverageAmount) throws { try look(amount.bytes.sum, amount.entries.sum) }

    /// Called before an entry is made, and before so many bytes are written.
    mutating func take(_ count: Int) throws {
        bytes += count
        entries += count == 0 ? 1 : 0
        guard bytes >= Self.portion.bytes || entries >= Self.portion.entries else { return }
        try look(Int64(bytes), Int64(entries))
        (bytes, entries) = (0, 0)
    }

    private func look(_ bytes: Int64, _ entries: Int64) throws {
        let disk = try FileSystem(of: folder)
        guard disk.free.minus(bytes) >= freeBytes else {
            throw SourceFailure(
                "the export needs \(ByteSizeText.text(bytes)) more, \(ByteSizeText.text(disk.free)) are free, and "
                    + "\(ByteSizeText.text(freeBytes)) have to stay free (retention.free_bytes); make room on the disk of "
                    + folder
            )
        }
        let reserve = min(disk.files / Self.freeFiles.part, Self.freeFiles.most)
        guard disk.files == 0 || disk.freeFiles.minus(entries) >= reserve else {
            throw SourceFailure(
                "the export makes \(entries) more files and folders, \(disk.freeFiles) can be made, and \(reserve) have "
                    + "to stay free; make room on the disk of \(folder)"
            )
        }
    }
}

extension Int64 {
    /// The difference of numbers that are not negative.
    fileprivate func minus(_ other: Int64) -> Int64 { self - Swift.min(other, .max - 1) }
}
