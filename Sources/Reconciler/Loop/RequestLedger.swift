package import Domain
internal import Synchronization

/// What the daemon was asked to do lately, and what became of it; in memory, the newest ones alone.
package final class RequestLedger: Sendable {
    /// How many are remembered: of the hooks of each source, and of everything else.
    package static let kept = 1_000

    private let entries: Mutex<Entries>
    private let time: any TimeSource

    /// Numbers go on from the time of the start in milliseconds, so that those of an earlier start mean nothing else.
    package init(time: any TimeSource) {
        self.time = time
        entries = Mutex(Entries(last: time.now().millisecondsSince1970))
    }

    package func find(_ id: ControlRequest.ID) -> ControlRequest? { entries.withLock { $0.requests[id] } }

    /// Carries out a request under a number of its own, and remembers what became of it.
    package func recording(
        _ kind: ControlRequest.Kind,
        of user: String?,
        _ work: () async throws -> SyncReport
    ) async throws -> SyncReport {
        let id = begin(kind, of: user)
        do {
            var report = try await work()
            report.request = id
            end(id, .done(report, at: time.now()))
            return report
        } catch {
            end(id, .failed("\(error)", at: time.now()))
            throw error
        }
    }

    /// Takes note of a request, under a number of its own.
    ///
    /// - `source`: What a hook is about.
    func begin(
        _ kind: ControlRequest.Kind,
        of user: String? = nil,
        about source: SourceName? = nil
    ) -> ControlRequest.ID {
        let now = time.now()
        return entries.withLock { entries in
            entries.last += 1
            let id = ControlRequest.ID(entries.last)
            entries.requests[id] = ControlRequest(
                id: id,
                kind: kind,
                user: user,
                source: source,
                received: now
            )
            entries.remember(id, about: source, keeping: Self.kept)
            return id
        }
    }

    /// Remembers that a poll was what a request asked for, and what it found.
    func end(_ id: ControlRequest.ID, _ polled: SyncReport.PolledSource) {
        let now = time.now()
        guard let failure = polled.failure else {
            return end(id, .done(SyncReport(sources: [polled], services: []), at: now))
        }
        end(id, .failed(failure, at: now))
    }

    /// Remembers that nothing will come of a request.
    func fail(_ id: ControlRequest.ID, _ reason: String) { end(id, .failed(reason, at: time.now())) }

    private func end(_ id: ControlRequest.ID, _ phase: ControlRequest.Phase) {
        entries.withLock { $0.requests[id]?.phase = phase }
    }

    private struct Entries {
        var requests: [ControlRequest.ID: ControlRequest] = [:]
        var last: Int64
        /// Oldest first.
        private var order: [SourceName?: [ControlRequest.ID]] = [:]

        init(last: Int64) { self.last = last }

        /// Adds the newest one about a source, and forgets the oldest ones beyond so many.
        mutating func remember(_ newest: ControlRequest.ID, about source: SourceName?, keeping kept: Int) {
            order[source, default: []].append(newest)
            guard let count = order[source]?.count, count > kept else { return }
            if let oldest = order[source]?.removeFirst() { requests[oldest] = nil }
        }
    }
}
