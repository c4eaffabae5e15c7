import Platform

/// Every byte of a daemon's store: the database and what its log holds.
struct StoreBytes: Equatable {
    private let files: [[UInt8]]

    init(of daemon: DaemonUnderTest) throws {
        files = try ["store.sqlite", "store.sqlite-wal"].map { name in
            try DurableFile.read("\(daemon.stateDir)/\(name)", limit: 1 << 28)
        }
    }

    /// Once they stay the same for a while.
    static func settled(of daemon: DaemonUnderTest) async throws -> StoreBytes {
        var last = try StoreBytes(of: daemon)
        var looks = 0
        try await waitUntil("the store is at rest") {
            let now = try StoreBytes(of: daemon)
            looks = now == last ? looks + 1 : 0
            last = now
            return looks == 20
        }
        return last
    }
}
