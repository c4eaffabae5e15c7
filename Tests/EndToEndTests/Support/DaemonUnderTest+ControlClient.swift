import Domain

extension DaemonUnderTest {
    /// Polls now, and waits until what that led to is over.
    @discardableResult
    func sync(_ arguments: String...) async throws -> CommandResult {
        try await run(["sync", "--wait"] + arguments)
    }

    /// The service as the API shows it, or nil.
    func service(_ name: String) async throws -> JSONValue? {
        let result = try await run("status", name, "-o", "json")
        return result.exit == 0 ? try result.json() : nil
    }

    /// The deployments of a service, newest first.
    func deployments(of service: String) async throws -> [JSONValue] {
        let result = try await run("history", service, "-o", "json")
        return result.exit == 0 ? try result.json()["items"]?.array ?? [] : []
    }

    /// The states of the deployments of a service, oldest first.
    func states(of service: String) async throws -> [String] {
        try await deployments(of: service).reversed().compactMap { $0["state"]?.string }
    }

    func deployment(_ id: Int64) async throws -> JSONValue {
        try await run("show", "\(id)", "-o", "json").json()
    }

    /// The first source as `status` shows it.
    func source(_ name: String? = nil) async throws -> JSONValue? {
        let sources = try await run("status", "-o", "json").json()["sources"]?.array ?? []
        guard let name else { return sources.first }
        return sources.first { $0["name"]?.string == name }
    }

    /// Waits until the last deployment of the service is in `state`, and returns it.
    @discardableResult
    func waitFor(_ service: String, _ state: String, count: Int? = nil) async throws -> JSONValue {
        try await eventually("\(service) is \(state)") {
            let deployments = try await self.deployments(of: service)
            guard let last = deployments.first, last["state"]?.string == state else { return nil }
            return count.map { $0 <= deployments.count } ?? true ? last : nil
        }
    }
}
