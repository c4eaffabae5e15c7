internal import Platform

/// Says that the run's main process was started, or was about to be: from then on it is never started again.
enum StartMark {
    /// On disk on return.
    static func write(in folder: RunFolder) throws {
        try DurableFile.write(Array("\(BootClock.now())\n".utf8), to: folder.started)
    }

    static func isThere(in folder: RunFolder) -> Bool { Folder.somethingExists(at: folder.started) }
}
