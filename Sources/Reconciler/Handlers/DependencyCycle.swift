internal import Domain

/// The problem of a service that depends on itself, by way of others or directly.
enum DependencyCycle {
    /// The service's problems when this is the cycle that it is in; nil if it is in none.
    static func problems(of service: Service, in cycle: Set<ServiceName>?) -> [Problem] {
        let others = service.problems.filter { $0.kind != .dependencyCycle }
        return others + (cycle.map { [problem(service, $0)] } ?? [])
    }

    static func isIn(_ service: Service) -> Bool { service.problems.contains { $0.kind == .dependencyCycle } }

    private static func problem(_ service: Service, _ cycle: Set<ServiceName>) -> Problem {
        let index = service.desired.definition.dependsOn.firstIndex(where: cycle.contains)
        let positions = service.desired.positions.dependsOn
        return Problem(
            .dependencyCycle,
            path: service.desired.folder.appending("service.json"),
            position: index.flatMap { positions.indices.contains($0) ? positions[$0] : nil },
            message: message(
                service.name,
                by: index.map { service.desired.definition.dependsOn[$0] } ?? service.name,
                cycle
            )
        )
    }

    private static func message(_ name: ServiceName, by way: ServiceName, _ cycle: Set<ServiceName>) -> String {
        guard way != name else { return "'\(name)' depends on itself; remove the dependency" }
        guard cycle.count == 2 else {
            let members = cycle.sorted().map { "'\($0)'" }.joined(separator: ", ")
            return "'\(name)' depends on '\(way)', which by way of others depends on '\(name)' in turn "
                + "(in the circle: \(members)); remove one of these dependencies"
        }
        return "'\(name)' depends on '\(way)', which depends on '\(name)' in turn; remove one of these dependencies"
    }
}
