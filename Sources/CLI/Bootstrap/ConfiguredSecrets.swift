internal import Domain
internal import Execution

extension RunSecrets {
    /// The secrets that the daemon's configuration names, read anew for each run.
    ///
    /// - `token`: Makes the token by which a run reports.
    init(
        _ configuration: DaemonConfiguration,
        _ environment: [String: String],
        token: @escaping @Sendable (_ deployment: Int64, _ timeout: Int64) async throws -> String? = { _, _ in nil }
    ) {
        let (secrets, vaultPassword) = (configuration.secrets, configuration.ansible.vaultPassword)
        let tokens = configuration.ansible.galaxy.tokens
        self.init(
            value: { name, service in
                guard let secret = secrets[name] else { throw UnknownSecret(name: name) }
                guard let service = ServiceName(service), secret.services.contains(service) else {
                    throw ForbiddenSecret(name: name, service: service)
                }
                return try SecretFailure.explained("the secret \"\(name)\"") { try secret.place.text(environment) }
            },
            vaultPassword: {
                try SecretFailure.explained("ansible.vault_password") { try vaultPassword?.text(environment) }
            },
            galaxyTokens: {
                try SecretFailure.explained("a token of ansible.galaxy") {
                    var texts: [String: String] = [:]
                    for (server, place) in tokens { texts[server] = try place.text(environment) }
                    return texts
                }
            },
            token: token
        )
    }
}

/// A definition names a secret that its service may not have.
private struct ForbiddenSecret: Error, CustomStringConvertible {
    let name: String
    let service: String

    var description: String {
        "the secret \"\(name)\" is not for the service \(service); add it to the secret's \"services\" in the daemon's "
            + "configuration if it may have it"
    }
}

/// A secret was there when the daemon started and cannot be read now.
private struct SecretFailure: Error, CustomStringConvertible {
    let description: String

    static func explained<Value>(_ what: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw SecretFailure(description: "\(what) cannot be read: \(error)")
        }
    }
}
