internal import Domain

/// Everything about one service.
struct ServiceText {
    let paint: Paint
    let now: Instant

    func text(_ service: JSONValue) -> String {
        let (sync, health) = (service.line("sync_status"), service.line("health"))
        let facts = FactList([
            ("Service", service.line("name").map { paint($0, .bold) }),
            ("About", service.line("description")),
            ("Defined in", definedIn(service)),
            ("Desired", version(service["desired"])),
            ("Deployed", deployed(service["deployed"])),
            ("Sync", Words.plain(sync).map { paint($0, Words.colour(syncStatus: sync)) }),
            ("Health", health.map { paint($0, Words.colour(health: health)) }),
            ("Drift", Words.plain(Self.list(service.lines("drift")))),
            ("Decision", service.line("decision", "message")),
            ("Depends on", Self.list(service.lines("depends_on"))),
            ("Last run", lastRun(service["last_deployment"])),
        ])
        return facts.text + ProblemText.section(service["problems"]?.array ?? [])
    }

    /// The deployed version, marked where a later run did not succeed.
    static func deployedVersion(_ service: JSONValue) -> String? {
        let isDirty = service["deployed"]?["dirty"]?.bool ?? false
        return service.line("deployed", "version").map { isDirty ? "\($0) (dirty)" : $0 }
    }

    private func definedIn(_ service: JSONValue) -> String? {
        guard let source = service.line("source") else { return nil }
        let path = service.line("path") ?? ""
        return "\(source), \(path.isEmpty ? "" : "\(path)/")service.json"
    }

    private func version(_ state: JSONValue?) -> String? {
        guard let version = state?.line("version") else { return nil }
        return "\(version) at \(Words.short(state?.line("revision")) ?? "-")"
    }

    private func deployed(_ state: JSONValue?) -> String? {
        guard let state, let version = version(state) else { return "nothing" }
        let age = TimeText.age(state.line("at"), now: now).map { ", \($0)" } ?? ""
        let deployment = state.line("deployment_id").map { " by deployment \($0)" } ?? ""
        let isDirty = state["dirty"]?.bool ?? false
        return version + age + deployment + (isDirty ? paint(" (a later run did not succeed)", .red) : "")
    }

    private func lastRun(_ deployment: JSONValue?) -> String? {
        guard let deployment, let id = deployment.line("id") else { return nil }
        let state = deployment.line("state")
        let word = paint(Words.plain(state) ?? "-", Words.colour(state: state))
        let message = deployment.line("message").map { ": \($0)" } ?? ""
        return "deployment \(id) \(word)\(message)"
    }

    private static func list(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
