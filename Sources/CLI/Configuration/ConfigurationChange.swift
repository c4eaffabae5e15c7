/// What a configuration that was read anew changes in a daemon that runs.
struct ConfigurationChange {
    /// What holds from now on: the new configuration, but for what only a restart can change.
    let result: DaemonConfiguration
    /// The changed keys that wait for a restart.
    let needRestart: [String]
    /// Whether sources, concurrency, limits, retention, the budget, access, names and origins, Ansible, secrets or the
    /// runs' user are others now.
    let isEffective: Bool

    init(from old: DaemonConfiguration, to new: DaemonConfiguration) {
        var result = new
        result.stateDir = old.stateDir
        result.statusListen = old.statusListen
        result.hooksListen = old.hooksListen
        result.controlSocket = old.controlSocket
        // Whether everybody may read depends on where it is read: the two change together.
        if new.statusListen != old.statusListen { result.access.isGuarded = old.access.isGuarded }
        self.result = result
        needRestart = [
            ("state_dir", old.stateDir != new.stateDir), ("status_listen", old.statusListen != new.statusListen),
            ("hooks_listen", old.hooksListen != new.hooksListen),
            ("control_socket", old.controlSocket != new.controlSocket),
        ].filter(\.1).map(\.0)
        isEffective =
            old.sources != new.sources || old.concurrency != new.concurrency || old.limits != new.limits
            || old.access != result.access || old.ansible != new.ansible || old.secrets != new.secrets
            || old.runAs != new.runAs || old.retention != new.retention || old.allowedHosts != new.allowedHosts
            || old.origins != new.origins || old.budget != new.budget
    }
}
