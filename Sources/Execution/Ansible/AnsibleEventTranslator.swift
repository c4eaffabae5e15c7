internal import Domain

/// Turns what the plugin says into steps: one for each task and host.
struct AnsibleEventTranslator {
    /// The names of tasks, by id; of so many at most, so that no playbook takes all memory.
    private static let limit = 100_000

    private var names: [String: String] = [:]

    /// The reports that `event` makes.
    mutating func translate(_ event: AnsibleEvent, at now: Instant) -> [StepReport] {
        switch event {
        case .plan(let tasks, let handlers): return plan(tasks, handlers)
        case .taskStart(let task, let name): return [started(task, name: name, at: now)]
        case .hostStart(let task, let host): return running(task, host, message: nil, at: now)
        case .retry(let task, let host, let message): return running(task, host, message: message, at: now)
        case .result(let result): return [.step(Self.update(result, at: now))]
        case .playbookStart, .playStart, .noHostsMatched, .stats, .pluginError: return []
        }
    }

    private func plan(_ tasks: [StepReport.PlannedStep], _ handlers: [String]) -> [StepReport] {
        let steps = tasks + handlers.map { StepReport.PlannedStep(name: $0, key: nil) }
        return steps.isEmpty ? [] : [.plan(steps)]
    }

    private mutating func started(_ task: String, name: String, at now: Instant) -> StepReport {
        if names.count < Self.limit { names[task] = name }
        return .step(StepUpdate(name: name, key: task, state: .running, time: now, placement: .afterLastBegun))
    }

    private func running(_ task: String, _ host: String, message: String?, at now: Instant) -> [StepReport] {
        guard let name = names[task] else { return [] }
        let update = StepUpdate(
            name: name,
            key: task,
            host: host,
            state: .running,
            message: message.map { Excerpt.cut($0) },
            time: now,
            placement: .afterLastBegun
        )
        return [.step(update)]
    }

    private static func update(_ result: AnsibleEvent.Result, at now: Instant) -> StepUpdate {
        StepUpdate(
            name: result.name,
            key: result.task,
            host: result.host,
            state: result.state,
            changed: result.changed,
            message: result.text.map { Excerpt.cut($0) },
            time: now,
            placement: .afterLastBegun
        )
    }
}

extension AnsibleEvent.Result {
    /// What the result is to the deployment: what Ansible goes on from is no failure.
    var state: Step.State {
        switch status {
        case .ok, .changed, .ignored: .success
        case .skipped: .skipped
        case .failed: isRescued ? .success : .failure
        case .unreachable: ignoresUnreachable ? .success : .failure
        }
    }

    /// The message, behind a note on what is not plain about it.
    var text: String? {
        let parts = [note, delegate.map { "on \($0)" }, message].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    private var note: String? {
        switch status {
        case .ignored: "failed, ignored"
        case .failed where isRescued: "failed, rescued"
        case .unreachable: ignoresUnreachable ? "unreachable, ignored" : "unreachable"
        case .ok, .changed, .skipped, .failed: nil
        }
    }
}
