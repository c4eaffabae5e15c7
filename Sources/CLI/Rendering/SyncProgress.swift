internal import Domain

/// What can be told of a sync that is under way, gathered from the events of its services.
struct SyncProgress {
    private let services: Set<String>
    private let paint: Paint
    private var running: [Running] = []

    /// Events of other services than these are passed over.
    init(services: Set<String>, paint: Paint) {
        self.services = services
        self.paint = paint
    }

    /// A step that runs now.
    private struct Running {
        let step: String
        let deployment: String
        let service: String
        let name: String
        let started: String?
    }

    /// The lines that an event is worth; none for most.
    mutating func take(_ event: JSONValue) -> [String] {
        guard let service = event.line("service"), services.contains(service), let data = event["data"] else {
            return []
        }
        switch event.line("type") {
        case "deployment": return take(deployment: data, of: service).map { ["\(paint(service, .bold)): \($0)"] } ?? []
        case "step": return take(step: data, of: service).map { ["\(paint(service, .bold)): \($0)"] } ?? []
        default: return []
        }
    }

    /// The steps that run now, one line each, for a terminal.
    func live(now: Instant) -> [String] {
        running.map { step in
            let took = TimeText.duration(from: step.started, to: nil, now: now).map { " \($0)" } ?? ""
            return "  \(step.service): \(step.name)…\(took)"
        }
    }

    private mutating func take(deployment: JSONValue, of service: String) -> String? {
        let id = deployment.line("id") ?? "?"
        let state = deployment.line("state")
        if state != "running" { running.removeAll { $0.deployment == id } }
        let message = deployment.line("message").map { ": \($0)" } ?? ""
        switch state {
        case "queued":
            let reason = Words.reason(deployment.line("reason")).map { ", \($0)" } ?? ""
            return "deployment \(id) of \(deployment.line("version") ?? "?") is queued\(reason)"
        case "running": return "deployment \(id) has started"
        case let state?:
            return "deployment \(id) \(paint(Words.plain(state) ?? state, Words.colour(state: state)))\(message)"
        case nil: return nil
        }
    }

    private mutating func take(step: JSONValue, of service: String) -> String? {
        guard let id = step.line("id"), let state = step.line("state") else { return nil }
        let host = step.line("host").map { " [\($0)]" } ?? ""
        let name = "\(step.line("name") ?? "?")\(host)"
        running.removeAll { $0.step == id }
        switch state {
        case "pending", "skipped": return nil
        case "running":
            let deployment = step.line("deployment_id") ?? "?"
            running.append(
                Running(step: id, deployment: deployment, service: service, name: name, started: step.line("started"))
            )
            return nil
        default: return finished(name, state, step)
        }
    }

    private func finished(_ name: String, _ state: String, _ step: JSONValue) -> String {
        let change = step["changed"]?.bool ?? false ? ", changed" : ""
        let message = step.line("message").map { ": \($0.prefix(200))" } ?? ""
        return "\(name) \(paint(state, Words.colour(state: state)))\(change)\(message)"
    }
}
