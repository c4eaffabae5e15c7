internal import Domain

/// The problem of a service that depends on itself, by way of others or directly.
enum DependencyCycle {
    /// The service's problems when this is the cycle that it is in; nil if it is in none.
    static func problems(of service: Service, in cycle: DependencyCycles.Cycle?) -> [Problem] {
        let others = service.problems.filter { $0.kind != .dependencyCycle }
        return others + (cycle.map { [problem(service, $0)] } ?? [])
    }

    static func isIn(_ service: Service) -> Bool { service.problems.contains { $0.kind == .dependencyCycle } }

    private static func problem(_ service: Service, _ cycle: DependencyCycles.Cycle) -> Problem {
        let index = service.desired.definition.dependsOn.firstIndex(where: cycle.members.contains)
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

    private static func message(
        _ name: ServiceName,
        by way: ServiceName,
        _ cycle: DependencyCycles.Cycle
    ) -> String {
        guard way != name else { return "'\(name)' depends on itself; remove the dependency" }
        guard cycle.members.count == 2 else {
            return "'\(name)' depends on '\(way)', which by way of others depends on '\(name)' in turn "
                + "(in the circle: \(listed(cycle))); remove one of these dependencies"
        }
        return "'\(name)' depends on '\(way)', which depends on '\(name)' in turn; remove one of these dependencies"
    }

    private static func listed(_ cycle: DependencyCycles.Cycle) -> String {
        NameList.text(cycle.named.lazy.map { "'\($0)'" }, of: cycle.members.count)
    }
}
