extension ConfigurationReader {
    /// Where push hooks are taken: only with a source that takes them, and at a port of their own.
    ///
    /// - `sources`: Nil if something is wrong with them, so that a secret may be missing for that reason.
    mutating func hooksListen(
        besides statusListen: ListenAddress,
        sources: [SourceConfiguration]?
    ) -> ListenAddress? {
        let address = value(.hooksListen) { setting throws(ConfigurationProblem) in
            let address = try setting.listenAddress()
            guard address != statusListen || address.port == 0 else {
                throw setting.problem("hooks_listen needs another address than status_listen, which is \(address) too")
            }
            return address
        }
        guard let sources else { return address }
        let hooked = sources.filter { $0.hookSecret != nil }
        if hooked.isEmpty, let setting = layers.first(.hooksListen) { refuseIdlePort(setting) }
        if let first = hooked.first, layers.first(.hooksListen) == nil { missPort(for: first) }
        return address
    }

    private mutating func refuseIdlePort(_ setting: Setting) {
        collector.add(
            setting.problem(
                "hooks_listen opens a port for nobody: no source has a \"hook_secret\"; give one to each source in "
                    + "\"sources\" whose hooks are to be taken, or leave hooks_listen out"
            )
        )
    }

    private mutating func missPort(for source: SourceConfiguration) {
        miss(
            "hooks_listen",
            "is missing: the source \"\(source.name)\" has a hook_secret, and no port takes its hooks; say where, such as "
                + "\"hooks_listen\": \":8081\", or leave the secret out"
        )
    }
}
