internal import Domain

/// The problem of a dependency that no source defines.
///
/// It is no service's property but the plan's: it comes and goes with other services.
enum UnknownDependency {
    /// One problem for each dependency that the decision calls unknown.
    static func problems(of service: Service, _ decision: Decision) -> [Problem] {
        guard case .hold(.unknownDependency(let names)) = decision else { return [] }
        return names.map { problem($0, of: service) }
    }

    private static func problem(_ name: ServiceName, of service: Service) -> Problem {
        let index = service.desired.definition.dependsOn.firstIndex(of: name)
        let positions = service.desired.positions.dependsOn
        return Problem(
            .unknownDependency,
            path: service.desired.folder.appending("service.json"),
            position: index.flatMap { positions.indices.contains($0) ? positions[$0] : nil },
            message: "depends on '\(name)', which no source defines; define it, or remove the dependency"
        )
    }
}
