internal import Domain

/// How soon a person wants to see a service, the most urgent first.
enum ServiceRank: Int, CaseIterable, Comparable {
    /// It failed, cannot be deployed as it is written, or has a problem.
    case broken
    /// It is queued, or runs.
    case underWay
    case waiting
    case suspended
    case inSync

    /// Of a service as the API shows it.
    init(_ service: JSONValue) {
        let (sync, health) = (service.line("sync_status"), service.line("health"))
        if health == "progressing" {
            self = .underWay
        } else if health == "suspended" {
            self = .suspended
        } else if health == "degraded" || Self.isRefused(service) {
            self = .broken
        } else {
            self = sync == "synced" ? .inSync : .waiting
        }
    }

    /// As the line of totals says it.
    var words: String {
        switch self {
        case .broken: "broken"
        case .underWay: "under way"
        case .waiting: "waiting"
        case .suspended: "suspended"
        case .inSync: "in sync"
        }
    }

    static func < (left: ServiceRank, right: ServiceRank) -> Bool { left.rawValue < right.rawValue }

    private static func isRefused(_ service: JSONValue) -> Bool {
        if service.line("sync_status") == "unknown", service.line("decision", "decision") == "hold" { return true }
        return (service["problems"]?.array ?? []).contains { $0.line("severity") == "error" }
    }

    /// The services, the most urgent first, and otherwise as they come.
    static func ordered(_ services: [JSONValue]) -> [JSONValue] {
        let ranked = services.enumerated().map { (rank: ServiceRank($0.element), place: $0.offset, item: $0.element) }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.item)
    }

    /// `3 broken, 995 in sync`; nothing for no services.
    static func totals(_ services: [JSONValue]) -> String {
        let counts = services.reduce(into: [ServiceRank: Int]()) { $0[ServiceRank($1), default: 0] += 1 }
        return allCases.compactMap { rank in counts[rank].map { "\($0) \(rank.words)" } }.joined(separator: ", ")
    }
}
