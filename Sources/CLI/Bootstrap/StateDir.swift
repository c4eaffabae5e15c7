internal import Platform

/// The daemon's state dir, held by this process alone as long as this owner lives.
struct StateDir: ~Copyable {
    let path: String
    /// Whether other users could enter it, or read the store, before.
    let wasOpen: Bool
    private let lock: FileLock

    /// Makes the folder where it is missing, closes it to everybody but its owner, and takes its lock.
    ///
    /// - Throws: ``CommandFailure`` if another daemon holds it, or it cannot be used.
    init(_ path: String) async throws {
        let folderWasOpen = try StateDir.prepare(path)
        let lock = try await StateDir.lock(path)
        let storeWasOpen = try StateDir.usable { () throws(SystemError) in
            try PrivateFiles.closeFile(StateDir.store(in: path))
        }
        self.path = path
        self.lock = lock
        wasOpen = folderWasOpen || storeWasOpen
    }

    /// The database.
    var store: String { StateDir.store(in: path) }

    static func store(in path: String) -> String { "\(path)/store.sqlite" }

    /// Whether there are runs or outputs, which only a store can have brought about.
    static func hasTraces(in path: String) throws(SystemError) -> Bool {
        for folder in ["\(path)/runs", "\(path)/logs"] where Folder.somethingExists(at: folder) {
            if try !Folder.names(in: folder).isEmpty { return true }
        }
        return false
    }

    /// What its daemon holds.
    static func lock(in path: String) -> String { "\(path)/lock" }

    /// - Returns: Whether others could enter the folder before.
    private static func prepare(_ path: String) throws(CommandFailure) -> Bool {
        try usable { () throws(SystemError) in
            try Folder.create(path, mode: 0o700, parents: true)
            return try PrivateFiles.closeFolder(path)
        }
    }

    private static func usable<Value>(_ work: () throws(SystemError) -> Value) throws(CommandFailure) -> Value {
        do {
            return try work()
        } catch {
            throw unusable(error)
        }
    }

    private static func unusable(_ error: SystemError) -> CommandFailure {
        CommandFailure(.failed, "the state dir cannot be used: \(error)")
    }

    private static func lock(_ path: String) async throws -> FileLock {
        // A daemon that was just killed may have left it to a program that it was starting.
        do {
            _ = try await FileLock.staysHeld(lock(in: path), for: 1_000)
        } catch let error as SystemError {
            throw unusable(error)
        }
        do {
            return try FileLock(lock(in: path))
        } catch FileLockFailure.held {
            throw CommandFailure(
                .failed,
                "another daemon uses the state dir \(path); stop it first, or give this one its own with --state-dir"
            )
        } catch {
            throw CommandFailure(.failed, "the state dir cannot be locked: \(error)")
        }
    }
}
