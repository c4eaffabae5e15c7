internal import Domain
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

    /// Whose id this state dir has: one that was drawn when it was first used, and goes where it is moved.
    ///
    /// It is beside the store and not in it, so that a backup which is put into another state dir has another one.
    ///
    /// - Throws: ``CommandFailure`` if the id cannot be kept, or is damaged.
    func owner(host: String, random: SystemRandom = SystemRandom()) throws(CommandFailure) -> RunOwner {
        if let id = try readID() { return RunOwner(id: id, host: host, stateDir: path) }
        return RunOwner(id: try makeID(random), host: host, stateDir: path)
    }

    private var idFile: String { "\(path)/id" }

    private func makeID(_ random: SystemRandom) throws(CommandFailure) -> RunOwner.ID {
        let text = Hexadecimal.text(random.bytes(16).bytes)
        try Self.usable { () throws(SystemError) in try DurableFile.write(Array("\(text)\n".utf8), to: idFile) }
        return try Self.id(text, of: idFile)
    }

    /// Nil if there is none yet.
    private func readID() throws(CommandFailure) -> RunOwner.ID? {
        guard Folder.somethingExists(at: idFile) else { return nil }
        let bytes = try Self.usable { () throws(SystemError) in try DurableFile.read(idFile, limit: 4_096) }
        return try Self.id(String(decoding: bytes, as: UTF8.self), of: idFile)
    }

    private static func id(_ text: String, of file: String) throws(CommandFailure) -> RunOwner.ID {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        guard let id = RunOwner.ID(line) else {
            throw CommandFailure(.failed, "the id of the state dir is damaged; remove \(file), and it gets another one")
        }
        return id
    }

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
        do {
            return try await FileLock.acquire(lock(in: path), within: 1_000)
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
