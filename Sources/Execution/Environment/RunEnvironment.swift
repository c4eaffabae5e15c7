internal import Domain
internal import Platform

/// The environment of a run: a few variables, and nothing of the daemon's own beyond them.
enum RunEnvironment {
    static func variables(_ run: RunSpecification, _ folder: RunFolder, home: String? = nil) -> [String: String] {
        var variables = [
            "PATH": run.settings.path,
            "HOME": home ?? run.settings.account?.home ?? OwnProcess.homeFolder() ?? "/",
            "LANG": "C.UTF-8",
        ]
        variables["SSH_AUTH_SOCK"] = run.settings.agentSocket
        for variable in run.variables { variables[variable.name] = variable.value }
        return variables.merging(ownVariables(run, folder)) { $1 }
    }

    private static func ownVariables(_ run: RunSpecification, _ folder: RunFolder) -> [String: String] {
        [
            "RECONCILER_SERVICE": run.service,
            "RECONCILER_VERSION": run.version,
            "RECONCILER_REVISION": run.revision,
            "RECONCILER_DEPLOYMENT": String(run.deployment),
            "DEPLOY_CONFIG_FILE": folder.configuration,
            run.mark.name: run.mark.value,
        ]
    }
}

extension RunSpecification {
    /// The service's folder in the export: where the main process starts.
    func workingDirectory(in folder: RunFolder) -> String {
        self.folder.components.isEmpty ? folder.export : "\(folder.export)/\(self.folder.text)"
    }
}
