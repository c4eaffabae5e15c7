internal import Domain

/// Everything about one service.
struct ServiceText {
    let paint: Paint
    let now: Instant
    /// Of the terminal; nil where lines may have any length.
    var width: Int?

    /// - `run`: The deployment that runs, with its steps.
    func text(_ service: JSONValue, run: JSONValue? = nil) -> String {
        let (sync, health) = (service.line("sync_status"), service.line("health"))
        let facts = FactList([
            ("Service", service.line("name").map { paint($0, .bold) }),
            ("About", service.line("description")),
            ("Defined in", definedIn(service)),
            ("Desired", version(service["desired"])),
            ("Deployed", deployed(service)),
            ("Now", (run ?? service.runUnderWay).map { RunText(now: now).line($0, of: service) }),
            ("Sync", Words.plain(sync).map { paint($0, Words.colour(syncStatus: sync)) }),
            ("Health", health.map { paint($0, Words.colour(health: health)) }),
            ("Since", since(service)),
            ("Drift", Words.plain(Self.list(drift(service)))),
            ("Decision", service.line("decision", "message")),
            ("Depends on", Self.list(service.lines("depends_on"))),
            ("Last run", service.runUnderWay == nil ? lastRun(service["last_deployment"]) : nil),
        ])
        return facts.text(width: width) + ProblemText.section(service["problems"]?.array ?? [], width: width)
    }

    /// What differs; a run that goes on has not failed.
    private func drift(_ service: JSONValue) -> [String] {
        service.lines("drift").filter { $0 != "incomplete" || service.runUnderWay == nil }
    }

    private func since(_ service: JSONValue) -> String? {
        guard let moment = ServiceSince.moment(service), let age = TimeText.age(moment, now: now) else { return nil }
        return "\(TimeText.moment(moment) ?? moment), \(age)"
    }

    /// The deployed version, marked where a later run did not succeed; one that goes on has not failed.
    static func deployedVersion(_ service: JSONValue) -> String? {
        let isDirty = isDirty(service)
        return service.line("deployed", "version").map { isDirty ? "\($0) (dirty)" : $0 }
    }

    private static func isDirty(_ service: JSONValue) -> Bool {
        service.runUnderWay == nil && service["deployed"]?["dirty"]?.bool ?? false
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

    private func deployed(_ service: JSONValue) -> String? {
        guard let state = service["deployed"], let version = version(state) else { return "nothing" }
        let age = TimeText.age(state.line("at"), now: now).map { ", \($0)" } ?? ""
        let deployment = state.line("deployment_id").map { " by deployment \($0)" } ?? ""
        return version + age + deployment + (Self.isDirty(service) ? paint(" (a later run did not succeed)", .red) : "")
    }

    private func lastRun(_ deployment: JSONValue?) -> String? {
        guard let deployment, let id = deployment.line("id") else { return nil }
        let state = deployment.line("state")
        let word = paint(Words.plain(state) ?? "-", Words.colour(state: state))
        let age = TimeText.age(deployment.line("finished"), now: now).map { " \($0)" } ?? ""
        let message = deployment.line("message").map { ": \($0)" } ?? ""
        return "deployment \(id) \(word)\(age)\(message)"
    }

    private static func list(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
