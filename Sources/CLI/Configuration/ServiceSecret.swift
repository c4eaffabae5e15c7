internal import Domain

/// A secret that definitions may name in `env`.
struct ServiceSecret: Hashable, Sendable {
    var place: SecretPlace
    /// Who may have it.
    var services: Set<ServiceName>
}

extension ConfigurationReader {
    /// The secrets for services: `{"NAME": {"file" or "env", "services": […]}}`.
    mutating func secrets() -> [String: ServiceSecret] {
        var found: [[String: ServiceSecret]] = []
        for setting in layers.settings(of: .secrets) { found.append(secrets(in: setting)) }
        return found.first ?? [:]
    }

    private mutating func secrets(in setting: Setting) -> [String: ServiceSecret] {
        let members = collector.attempt { () throws(ConfigurationProblem) -> [JSONNode.Member] in
            let node = try setting.node()
            guard case .object(let members) = node.content else {
                throw setting.problem("expected an object of secrets by name, found \(node.kind)")
            }
            return members
        }
        var secrets: [String: ServiceSecret] = [:]
        let environment = input.environment
        for member in members ?? [] {
            secrets[member.key] = collector.attempt { () throws(ConfigurationProblem) in
                try ServiceSecret(setting.part(member.node), environment)
            }
        }
        return secrets
    }
}

extension ServiceSecret {
    fileprivate init(_ setting: Setting, _ environment: [String: String]) throws(ConfigurationProblem) {
        let object = try ObjectSettings(setting, known: FileKeys.secretOfServices)
        place = try SecretPlace.read(object, environment)
        guard let listed = object["services"] else {
            throw setting.problem("the key \"services\" is missing: the list of the services that may have the secret")
        }
        services = []
        for text in try listed.strings() {
            guard let name = ServiceName(text) else {
                throw listed.problem("a service's name must be \(ServiceName.rule)")
            }
            services.insert(name)
        }
    }
}
