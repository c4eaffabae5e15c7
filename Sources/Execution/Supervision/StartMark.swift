internal import Platform

/// Says that the run's main process was started, or was about to be: from then on it is never started again.
enum StartMark {
    /// On disk on return.
    static func write(in folder: RunFolder) throws {
        try DurableFile.write(Array("\(BootClock.now())\n".utf8), to: folder.started)
    }

    /// When the main process was started, in milliseconds of the boot clock, which has come to that moment; nil if it
    /// was not, or nobody knows.
    static func moment(in folder: RunFolder) -> Int64? {
        // Before the start there is none.
        let bytes = (try? DurableFile.read(folder.started, limit: 64)) ?? []
        let moment = Int64(String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? "")
        return moment.flatMap { (0...BootClock.now()).contains($0) ? $0 : nil }
    }

    static func isThere(in folder: RunFolder) -> Bool { Folder.somethingExists(at: folder.started) }
}
