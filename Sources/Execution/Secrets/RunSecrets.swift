/// Where the daemon finds the secrets that it hands to runs, at the moment a run is started.
package struct RunSecrets: Sendable {
    /// The value of the secret of this name, for this service.
    ///
    /// - Throws: An error whose description says what keeps the service from having it.
    package var value: @Sendable (_ name: String, _ service: String) throws -> String
    /// Ansible's vault password; nil if there is none.
    package var vaultPassword: @Sendable () throws -> String?
    /// The tokens of ``GalaxySettings/servers``, by the servers' names.
    package var galaxyTokens: @Sendable () throws -> [String: String]
    /// The token by which a run reports that may take so many milliseconds; nil leaves it to the run's supervisor.
    package var token: @Sendable (_ deployment: Int64, _ timeout: Int64) async throws -> String?

    package init(
        value: @escaping @Sendable (_ name: String, _ service: String) throws -> String,
        vaultPassword: @escaping @Sendable () throws -> String?,
        galaxyTokens: @escaping @Sendable () throws -> [String: String] = { [:] },
        token: @escaping @Sendable (_ deployment: Int64, _ timeout: Int64) async throws -> String? = { _, _ in nil }
    ) {
        self.value = value
        self.vaultPassword = vaultPassword
        self.galaxyTokens = galaxyTokens
        self.token = token
    }

    /// No secrets at all.
    package static let none = RunSecrets(
        value: { name, _ in throw UnknownSecret(name: name) },
        vaultPassword: { nil }
    )
}

/// A definition names a secret that the daemon's configuration does not have.
package struct UnknownSecret: Error, Hashable, CustomStringConvertible {
    package let name: String

    package init(name: String) {
        self.name = name
    }

    package var description: String {
        "the secret \"\(name)\" is not in the daemon's configuration; add it to \"secrets\" there"
    }
}
