/// A secret that a definition names and that its service cannot be given.
package enum MissingSecret: Hashable, Sendable {
    /// The daemon's configuration has none of this name.
    case notConfigured(String)
    /// The daemon's configuration has it, for other services.
    case notAllowed(String)
}

/// Which secrets the daemon's configuration has, and for whom: names alone.
package struct SecretGrants: Hashable, Sendable {
    private let services: [String: Set<ServiceName>]

    /// - Parameter services: The services that may have each secret.
    package init(_ services: [String: Set<ServiceName>]) { self.services = services }

    /// Those of the secrets that the definition names which its service cannot be given, by name.
    package func missing(for definition: ServiceDefinition) -> [MissingSecret] {
        definition.secretNames.sorted().compactMap { name in
            guard let allowed = services[name] else { return .notConfigured(name) }
            return allowed.contains(definition.name) ? nil : .notAllowed(name)
        }
    }
}

extension ServiceDefinition {
    /// The secrets that a run of it is given.
    package var secretNames: Set<String> { action.secretNames(with: environment) }
}

extension ServiceDefinition.Action {
    /// The secrets that it needs, and those that the variables are.
    package func secretNames(with environment: [EnvironmentVariable]) -> Set<String> {
        var names: Set<String> = []
        for case .secret(let name) in environment.map(\.value) { names.insert(name) }
        if case .playbook(let playbook) = self { names.formUnion(playbook.vaultIDs.map(\.secret)) }
        return names
    }
}
