internal import Domain
internal import Platform

/// What a run is told in the file that `DEPLOY_CONFIG_FILE` and `--config` name.
struct RunConfiguration: Hashable, Sendable {
    let run: RunSpecification
    /// What the run shows when it reports by HTTP.
    let token: String
    /// Where the supervisor listens.
    let port: Int

    static let stepsPath = "/steps/"
    static let finishPath = "/deployments/finish/"

    var json: JSONValue {
        .members([
            "deployment_id": .integer(run.deployment),
            "access_token": .string(token),
            "deploy_script": .optional(script),
            "steps_url": .string("http://127.0.0.1:\(port)\(Self.stepsPath)"),
            "deployment_finish_url": .string("http://127.0.0.1:\(port)\(Self.finishPath)"),
            "context": .members(["env": .object(environment)]),
            "path_for_deploy": .string(run.settings.path),
        ])
    }

    /// The script behind its service's name, so that the first part of the path tells the service.
    private var script: String? {
        guard case .script(let path) = run.action else { return nil }
        return "\(run.service)/\(path.text)"
    }

    private var environment: JSONObject {
        JSONObject(run.variables.map { JSONObject.Member($0.name, .string($0.value)) })
    }

    /// Writes it where the run expects it, readable by the run's user alone.
    func write(to folder: RunFolder) throws {
        let file = try Descriptor.open(folder.configuration, [.write, .create, .truncate, .noFollow], mode: 0o600)
        try file.writeAll(json.bytes(.pretty) + [0x0A])
    }
}
