internal import Domain

/// What a run that goes on is at, in a few words.
struct RunText {
    let now: Instant

    /// `deployment 8 runs for 12s of at most 30m, step 3 of 9: Install`.
    ///
    /// - `run`: A deployment as the API shows it, with its steps if they are known.
    /// - `service`: Its service, whose definition says how long it may take.
    func line(_ run: JSONValue, of service: JSONValue) -> String {
        let took = TimeText.duration(from: run.line("started"), to: nil, now: now).map { " for \($0)" } ?? ""
        let attempt = run["attempt"]?.integer ?? 1
        return "deployment \(run.line("id") ?? "?") runs\(took) of at most \(limit(service))"
            + (attempt > 1 ? ", try \(attempt)" : "") + (step(run["steps"]?.array ?? []).map { ", \($0)" } ?? "")
    }

    private func limit(_ service: JSONValue) -> String {
        let stated = service["data"]?.line("timeout").flatMap(DurationText.milliseconds)
        return TimeText.span(stated ?? ServiceDefinition.defaultTimeout)
    }

    /// The step that runs, or how many are over between two.
    private func step(_ steps: [JSONValue]) -> String? {
        guard !steps.isEmpty else { return nil }
        guard let index = steps.firstIndex(where: { $0.line("state") == "running" }) else {
            let over = steps.count { !["pending", "running"].contains($0.line("state")) }
            return "\(over) of \(steps.count) steps over"
        }
        let host = steps[index].line("host").map { " [\($0)]" } ?? ""
        return "step \(index + 1) of \(steps.count): \(steps[index].line("name") ?? "?")\(host)"
    }
}

extension JSONValue {
    /// The deployment of a service, as the API shows both, that runs now.
    var runUnderWay: JSONValue? {
        guard let last = self["last_deployment"], last.line("state") == "running" else { return nil }
        return last
    }
}
