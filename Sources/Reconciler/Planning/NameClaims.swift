internal import Domain

/// Which service names the sources claim that none of them may own yet.
///
/// Of two claimants of a name that nobody owns neither gets it, so each has to know of the other's claim before it is
/// taken into the catalogue.
struct NameClaims {
    private var sources: [Source.ID: OfSource] = [:]

    private struct OfSource {
        let name: SourceName
        /// The names of what was read last and is not taken in yet.
        var read: Set<ServiceName> = []
        /// The names that its accepted revision claims and does not get.
        var denied: Set<ServiceName> = []
    }

    /// A revision was read that defines these names.
    mutating func read(_ names: Set<ServiceName>, of source: Source.ID, called name: SourceName) {
        sources[source, default: OfSource(name: name)].read = names
    }

    /// What was read last is not taken in, or not now.
    ///
    /// - Returns: Whether it claimed anything.
    mutating func drop(_ source: Source.ID) -> Bool {
        defer { sources[source]?.read = [] }
        return sources[source]?.read.isEmpty == false
    }

    /// What was read last is taken in: of the names that were settled it did not get these.
    ///
    /// - Returns: Whether it claims a name no more.
    mutating func settle(_ settled: Set<ServiceName>, denied: Set<ServiceName>, of source: Source.ID) -> Bool {
        guard let before = sources[source]?.denied else { return false }
        sources[source]?.read = []
        sources[source]?.denied = before.subtracting(settled).union(denied)
        return !before.intersection(settled).isSubset(of: denied)
    }

    mutating func keep(only configured: Set<Source.ID>) { sources = sources.filter { configured.contains($0.key) } }

    /// The names that a source claims, and those that others claim.
    func claims(of source: Source.ID) -> SyncServices.Claims {
        var rivals: [ServiceName: [SourceName]] = [:]
        for (id, other) in sources where id != source {
            for name in other.read.union(other.denied) { rivals[name, default: []].append(other.name) }
        }
        return SyncServices.Claims(own: sources[source]?.denied ?? [], rivals: rivals.mapValues { $0.sorted() })
    }
}
