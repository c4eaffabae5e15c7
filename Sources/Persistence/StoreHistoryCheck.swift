internal import Platform

/// The part of SQLite's check of a large store that its opening has left out, on a connection of its own.
package struct StoreHistoryCheck: Sendable {
    private let path: String
    private let limit: Int64

    /// - `path`: A store that a ``SQLiteUnitOfWork`` has opened.
    package init(path: String) { self.init(path: path, wholeUpTo: IntegrityCheck.wholeAtOnce) }

    init(path: String, wholeUpTo limit: Int64) {
        self.path = path
        self.limit = limit
    }

    /// Reads the whole file unless that was done when it was opened; returns at once when the task is cancelled,
    /// because reading a large file takes a while and cannot be broken off.
    ///
    /// - Throws: ``SQLiteError``, which says what to do, for a store that is damaged; `CancellationError`.
    package func run() async throws {
        let (ending, end) = AsyncThrowingStream.makeStream(of: Never.self)
        let work = BlockingExecutor(label: "store check")
        Task.detached {
            do {
                try await work.run { try check() }
                end.finish()
            } catch {
                end.finish(throwing: error)
            }
        }
        for try await _ in ending {}
        try Task.checkCancellation()
    }

    private func check() throws {
        let session = try StoreFile.openToRead(path)
        guard try IntegrityCheck.leavesHistory(of: session, wholeUpTo: limit) else { return }
        if let finding = try IntegrityCheck.whole(of: session) { throw StoreFile.damaged(finding, path) }
    }
}
