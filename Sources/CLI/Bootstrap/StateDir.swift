internal import Platform

/// The daemon's state dir, held by this process alone as long as this owner lives.
struct StateDir: ~Copyable {
    let path: String
    private let lock: FileLock

    /// Makes the folder, for its owner alone, where it is missing, and takes its lock.
    ///
    /// - Throws: ``CommandFailure`` if another daemon holds it, or it cannot be used.
    init(_ path: String) throws(CommandFailure) {
        do {
            try Folder.create(path, mode: 0o700, parents: true)
        } catch {
            throw CommandFailure(.failed, "the state dir cannot be used: \(error)")
        }
        lock = try StateDir.lock(path)
        self.path = path
    }

    /// The database.
    var store: String { "\(path)/store.sqlite" }

    private static func lock(_ path: String) throws(CommandFailure) -> FileLock {
        do {
            return try FileLock("\(path)/lock")
        } catch .held {
            throw CommandFailure(
                .failed,
                "another daemon uses the state dir \(path); stop it first, or give this one its own with --state-dir"
            )
        } catch {
            throw CommandFailure(.failed, "the state dir cannot be locked: \(error)")
        }
    }
}
