internal import CLinux

/// Tells when something happens in one folder: a file appears, is put in place or is closed after writing, or the
/// one file that matters grows.
///
/// Changes that come between two waits end the next wait at once.
package final class FolderWatch: Sendable {
    private let files: WatchedFiles
    private let bell: ChangeBell
    private let watches: Set<Int32>

    /// Watches the folder itself, not what lies deeper, and `file`, which must be there, for every write.
    ///
    /// - Throws: That one of them is not there, or that the user watches too many files already.
    package init(_ folder: String, growthOf file: String) throws(SystemError) {
        files = try WatchedFiles.shared()
        bell = ChangeBell(files.waiter)
        let watch = try files.add(bell, at: folder, Int(IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE))
        do {
            watches = [watch, try files.add(bell, at: file, Int(IN_MODIFY))]
        } catch {
            files.remove(bell, from: [watch])
            throw error
        }
    }

    deinit {
        files.remove(bell, from: watches)
    }

    /// Returns after the next change, after `limit` milliseconds, or as soon as the task is cancelled; it keeps no
    /// thread.
    ///
    /// One task at a time may wait.
    package func change(orAfter limit: Int64) async {
        await bell.wait(until: BootClock.now() + limit)
    }
}
