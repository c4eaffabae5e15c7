internal import Platform
internal import Synchronization

/// The part of SQLite's check of a large store that its opening has left out: done once, on a connection of its own.
package final class StoreHistoryCheck: Sendable {
    private let path: String
    private let limit: Int64
    private let result = Mutex<Task<Void, any Error>?>(nil)

    /// - `path`: A store that a ``SQLiteUnitOfWork`` has opened by the time the check is waited for.
    package convenience init(path: String) { self.init(path: path, wholeUpTo: IntegrityCheck.wholeAtOnce) }

    init(path: String, wholeUpTo limit: Int64) {
        self.path = path
        self.limit = limit
    }

    /// Waits until the whole file has been read, by this call or an earlier one, unless that was done when it was opened.
    ///
    /// Returns at once when the task is cancelled, because reading a large file takes a while and cannot be broken off.
    ///
    /// - Throws: ``SQLiteError``, which says what to do, for a store that is damaged; `CancellationError`.
    package func wait() async throws {
        let check = began()
        let (ending, end) = AsyncThrowingStream.makeStream(of: Never.self)
        Task {
            do {
                try await check.value
                end.finish()
            } catch {
                end.finish(throwing: error)
            }
        }
        for try await _ in ending {}
        try Task.checkCancellation()
    }

    private func began() -> Task<Void, any Error> {
        result.withLock { result in
            if let result { return result }
            let (path, limit) = (path, limit)
            let task = Task.detached {
                try await BlockingExecutor(label: "store check").run { try Self.check(path, wholeUpTo: limit) }
            }
            result = task
            return task
        }
    }

    private static func check(_ path: String, wholeUpTo limit: Int64) throws {
        let session = try StoreFile.openToRead(path)
        guard try IntegrityCheck.leavesHistory(of: session, wholeUpTo: limit) else { return }
        if let finding = try IntegrityCheck.whole(of: session) { throw StoreFile.damaged(finding, path) }
    }
}
