internal import Domain
internal import Platform

/// The file system of the state dir, and what of it the daemon's own files take.
actor StateDirDisk: DiskMeasuring {
    private let executor = BlockingExecutor(label: "disk")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let stateDir: String
    private let store: String

    /// - `store`: The database file; what SQLite has beside it belongs to it.
    init(_ stateDir: String, store: String) {
        self.stateDir = stateDir
        self.store = store
    }

    func free() async throws -> Int64 { try FileSystem(of: stateDir).free }

    func use() async throws -> DiskUse {
        DiskUse(
            store: try bytes([store, "\(store)-wal", "\(store)-shm"]),
            runs: try bytes(["\(stateDir)/runs", "\(stateDir)/requirements"]),
            sources: try bytes(["\(stateDir)/sources"])
        )
    }

    private func bytes(_ paths: [String]) throws(SystemError) -> Int64 {
        var sum: Int64 = 0
        for path in paths { sum += try FolderSize.bytes(of: path) }
        return sum
    }
}
