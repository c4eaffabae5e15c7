/// The disk that the daemon lives on.
package protocol DiskMeasuring: Sendable {
    /// What may still be written to the state dir's file system, in bytes.
    func free() async throws -> Int64

    /// What the daemon's own files take; looks at every one of them, so it is not to be asked for at each request.
    func use() async throws -> DiskUse
}

/// What takes the disk, in bytes.
package struct DiskUse: Hashable, Sendable {
    package let store: Int64
    /// The folders of runs, with their exports.
    package let runs: Int64
    /// The local copies of the config repositories.
    package let sources: Int64

    package init(store: Int64, runs: Int64, sources: Int64) {
        self.store = store
        self.runs = runs
        self.sources = sources
    }
}

/// The outputs of runs that are over.
package protocol RunOutputKeeping: Sendable {
    /// How many bytes each of them has.
    func sizes() async throws -> [Deployment.ID: Int64]

    /// Nil if there is none.
    func size(of deployment: Deployment.ID) async throws -> Int64?

    /// Takes down everything that is left of the run of a deployment that is over; none is fine too.
    func remove(_ deployment: Deployment.ID) async throws
}
