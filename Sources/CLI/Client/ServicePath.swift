internal import Domain

/// Where the daemon has a service.
enum ServicePath {
    /// Nil for what cannot be a service's name, so that nothing else gets into a path.
    static func path(of name: String) -> String? { ServiceName(name).map { "/api/v1/services/\($0)" } }

    /// The service that the line names.
    ///
    /// - Throws: ``CommandFailure`` for what cannot be a service's name.
    static func name(_ invocation: Invocation) throws(CommandFailure) -> String {
        let name = invocation.operands.first ?? ""
        guard ServiceName(name) != nil else { throw unknown(name) }
        return name
    }

    /// What the daemon says of a service that it does not have, a removed one too; nil if it has it.
    static func absence(of name: String, _ client: DaemonClient) async throws -> CommandFailure? {
        guard let path = path(of: name) else { return unknown(name) }
        return try await client.absence(at: path)
    }

    static func unknown(_ name: String) -> CommandFailure {
        CommandFailure(
            .failed,
            "no service is called '\(SafeText.line(name))'; 'reconciler status' lists those that there are"
        )
    }
}
