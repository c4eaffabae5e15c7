internal import Domain

/// What `status` shows of the daemon: its answers, and which part of them was asked for.
struct StatusOverview {
    let status: JSONValue
    /// Those that were asked for, by name.
    let services: [JSONValue]
    /// How many there are in all.
    let count: Int
    let filter: StatusFilter
    /// The deployments that run, with their steps, by their numbers.
    var runs: [String: JSONValue] = [:]

    var sources: [JSONValue] {
        (status["sources"]?.array ?? []).filter { source in
            filter.source.map { $0 == source["name"]?.string } ?? true
        }
    }

    /// What to say if there is no service to show.
    var absence: String { count == 0 ? "No service is defined." : "None of the \(count) services is so." }

    /// How many services are how.
    var totals: String {
        let noun = count == 1 ? "service" : "services"
        let number = services.count == count ? "\(count) \(noun)" : "\(services.count) of \(count) \(noun)"
        return "\(number): \(ServiceRank.totals(services))"
    }

    /// The daemon's status with the services as `items`, as every list has them.
    var json: JSONValue {
        guard case .object(var object) = status else { return status }
        object["sources"] = .array(sources)
        object["items"] = .array(services)
        return .object(object)
    }
}
