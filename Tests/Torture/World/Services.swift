import Domain
import TestSupport

/// What the config repository says, as the torturer knows it.
struct Services {
    struct Service: Hashable {
        let name: String
        /// The number of the commit that changed it last.
        var version: Int
        var behaviour: Behaviour
        var dependsOn: String?
    }

    /// A service that has failed once and waits an hour for its next try, which no fault may bring nearer.
    static let patient = "patient"

    /// What the names of the hostile source's services begin with; nothing is known of them.
    static let hostilePrefix = "hostile"

    private(set) var all: [String: Service] = [:]
    /// The number of the last commit.
    private(set) var commits = 0
    /// What each service was told to do, by its version.
    private(set) var behaviours: [String: [Int: Behaviour]] = [:]

    /// The first commit: `count` services that do nothing, and the patient one.
    init(count: Int) {
        commits = 1
        for number in 0..<count {
            let dependency = number % 10 == 5 ? Self.name(number - 5) : nil
            set(Service(name: Self.name(number), version: 1, behaviour: .quick, dependsOn: dependency))
        }
        set(Service(name: Self.patient, version: 1, behaviour: .failing))
    }

    private static func name(_ number: Int) -> String { "service-\(String(number + 1_000).dropFirst())" }

    /// Those that rounds change.
    var changing: [String] { all.keys.filter { $0 != Self.patient }.sorted() }

    /// The next commit, which changes `count` services.
    mutating func change(_ count: Int, _ random: inout SplitMix64) -> [Service] {
        commits += 1
        var changed: [Service] = []
        for name in changing.shuffled(using: &random).prefix(count) {
            guard var service = all[name] else { continue }
            service.version = commits
            // What others depend on does not fail, or they would never run.
            service.behaviour = isNeeded(name) ? .good(&random) : .any(&random)
            set(service)
            changed.append(service)
        }
        return changed
    }

    /// The next commit, which changes `count` services that wait for no other; their scripts do nothing.
    mutating func changeQuietly(_ count: Int) -> [Service] {
        commits += 1
        return changing.filter { $0.hasPrefix("service-") && all[$0]?.dependsOn == nil }.prefix(count).compactMap {
            name in
            guard var service = all[name] else { return nil }
            (service.version, service.behaviour) = (commits, .quick)
            set(service)
            return service
        }
    }

    /// The next commit, which adds `count` services whose scripts wait for a gate to open.
    mutating func addWaiting(_ count: Int) -> [Service] {
        commits += 1
        return (0..<count).map { number in
            let service = Service(name: "crowd-\(number)", version: commits, behaviour: .waiting)
            set(service)
            return service
        }
    }

    /// Those of a list of the API that the good source has.
    static func good(_ listed: [JSONValue]) -> [JSONValue] { listed.filter { !isHostile($0["name"]?.string ?? "") } }

    static func isHostile(_ name: String) -> Bool { name.hasPrefix("\(hostilePrefix)-") }

    private func isNeeded(_ name: String) -> Bool { all.values.contains { $0.dependsOn == name } }

    private mutating func set(_ service: Service) {
        all[service.name] = service
        behaviours[service.name, default: [:]][service.version] = service.behaviour
    }
}

extension Services.Service {
    func definition(trace: String) -> String {
        let isPatient = name == Services.patient
        var object = JSONObject([
            .init("name", .string(name)), .init("version", .string("\(version)")),
            .init("deploy_script", .string("deploy")), .init("env", .members(["TRACE": .string(trace)])),
            .init("timeout", .string("5m")),
            .init(
                "retry",
                .members([
                    "limit": .integer(isPatient ? 9 : 2), "backoff": .string(isPatient ? "1h" : "50ms"),
                    "max_backoff": .string(isPatient ? "1h" : "200ms"),
                ])
            ),
        ])
        if let dependsOn { object["depends_on"] = .array([.string(dependsOn)]) }
        return JSONValue.object(object).text(.pretty) + "\n"
    }
}
