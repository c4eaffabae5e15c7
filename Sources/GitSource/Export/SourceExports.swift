internal import Domain
internal import Platform
internal import Synchronization

/// The exports of one source: half of the places for all sources' exports, and an open clone that the next one finds.
final class SourceExports: Sendable {
    private let source: GitSourceConfiguration
    private let turns = SourceTurns(2, of: .exports)
    private let idle = Mutex<RevisionExport?>(nil)

    init(_ source: GitSourceConfiguration) {
        self.source = source
    }

    /// See ``RevisionExport/write(_:into:)``; when it is its turn.
    func write(_ order: Deployment.Order, into folder: String) async throws {
        try await turns.run {
            let export = idle.withLock { $0.take() } ?? RevisionExport(source)
            try await export.write(order, into: folder)
            idle.withLock { $0 = export }
        }
    }

    /// Lets go of a clone whose files are others now.
    func reopen() { idle.withLock { $0 = nil } }
}
