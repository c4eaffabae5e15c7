package import Domain
import Synchronization

/// What the plan has to know beside the store: which sources the configuration names, which of them have been read
/// since the start, which secrets it has, what is left of runs that cannot be ended, and whether there is disk to run
/// anything.
///
/// Lives in memory, because it is true of this process only.
package final class RuntimeState: Sendable {
    private let sources = Mutex<Sources>(Sources())
    private let shortage = Mutex<(shortage: DiskShortage?, changes: Int64)>((nil, 0))
    private let time: any TimeSource
    private let secrets: SecretGrants?

    /// - `secrets`: What the configuration has for runs; nil takes every secret for configured.
    package init(time: any TimeSource, secrets: SecretGrants? = nil) {
        self.time = time
        self.secrets = secrets
    }

    /// The configuration names exactly these sources.
    package func configure(_ sources: Set<Source.ID>) {
        self.sources.withLock { known in
            known.configured = sources
            known.read.formIntersection(sources)
            known.outdated.formIntersection(sources)
            known.claims.keep(only: sources)
        }
    }

    /// A service has left `source`, and its name is free: another source that claims it has to be read once more.
    package func noteFreeName(by source: Source.ID) {
        sources.withLock { $0.outdated.formUnion($0.configured.subtracting([source])) }
    }

    /// A revision was read that defines these names, and is about to be taken into the store.
    func noteReading(of source: Source.ID, called name: SourceName, _ names: Set<ServiceName>) {
        sources.withLock { $0.claims.read(names, of: source, called: name) }
    }

    /// What was read of the source is not taken in: what it claimed others may have.
    func dropReading(of source: Source.ID) {
        if sources.withLock({ $0.claims.drop(source) }) { noteFreeName(by: source) }
    }

    /// What was read of the source is in the store.
    func settle(_ outcome: SyncServices.Outcome, of source: Source.ID) {
        let isFree = sources.withLock { $0.claims.settle(outcome.settled, denied: outcome.denied, of: source) }
        if isFree { noteFreeName(by: source) }
    }

    /// The names that a source claims, and those that others claim.
    func claims(of source: Source.ID) -> SyncServices.Claims { sources.withLock { $0.claims.claims(of: source) } }

    /// The source has to be read once more, though its revision may be the same.
    package func markOutdated(_ source: Source.ID) {
        sources.withLock { _ = $0.outdated.insert(source) }
    }

    /// Whether the source has to be read once more; the answer is yes only once.
    package func takeOutdated(_ source: Source.ID) -> Bool {
        sources.withLock { $0.outdated.remove(source) != nil }
    }

    /// The source's present revision has been taken into the store.
    ///
    /// - Returns: Whether every configured source has been read now, and had not been before.
    package func markRead(_ source: Source.ID) -> Bool {
        sources.withLock { known in
            let before = known.allRead
            known.read.insert(source)
            return !before && known.allRead
        }
    }

    /// These processes are left of a run and cannot be ended; none any more if the list is empty.
    ///
    /// - Returns: Whether that is news.
    package func note(_ leftovers: [String], of deployment: Deployment.ID) -> Bool {
        sources.withLock { known in
            defer { known.leftovers[deployment] = leftovers.isEmpty ? nil : leftovers }
            return known.leftovers[deployment] ?? [] != leftovers
        }
    }

    /// There is too little disk to run anything, or, with nil, there is enough.
    ///
    /// - Returns: Whether that is another answer than before.
    package func note(_ shortage: DiskShortage?) -> Bool {
        self.shortage.withLock { disk in
            let before = disk.shortage
            disk.changes += before == shortage ? 0 : 1
            disk.shortage = shortage
            return (before == nil) != (shortage == nil)
        }
    }

    /// How often what the plan looks at has changed, the time not counted.
    package var changes: Int64 { sources.withLock { $0.changes } + shortage.withLock { $0.changes } }

    /// The state at this moment.
    package var present: Present {
        let known = sources.withLock { $0 }
        return Present(
            configured: known.configured,
            allSourcesRead: known.allRead,
            leftovers: known.leftovers,
            now: time.sinceBoot(),
            wallClock: time.now(),
            diskShortage: shortage.withLock { $0.shortage },
            secrets: secrets
        )
    }

    /// What was true at one moment.
    package struct Present: Sendable {
        package let configured: Set<Source.ID>
        package let allSourcesRead: Bool
        /// The processes that are left of runs and cannot be ended.
        package let leftovers: [Deployment.ID: [String]]
        package let now: BootMoment
        package let wallClock: Instant
        package let diskShortage: DiskShortage?
        package let secrets: SecretGrants?
    }

    private struct Sources {
        var configured: Set<Source.ID> = [] { didSet { changes += configured == oldValue ? 0 : 1 } }
        var read: Set<Source.ID> = [] { didSet { changes += read == oldValue ? 0 : 1 } }
        var outdated: Set<Source.ID> = []
        var claims = NameClaims()
        var leftovers: [Deployment.ID: [String]] = [:] { didSet { changes += leftovers == oldValue ? 0 : 1 } }
        private(set) var changes: Int64 = 0

        var allRead: Bool { configured.isSubset(of: read) }
    }
}
