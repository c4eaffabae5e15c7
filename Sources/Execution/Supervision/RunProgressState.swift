internal import Domain
internal import Platform

/// What a run's reports have come to, by the kind of run.
enum RunProgressState {
    case script(ScriptProgress)
    case playbook(PlaybookProgress, AnsibleEventTranslator)

    init(_ action: ServiceDefinition.Action) {
        switch action {
        case .script: self = .script(ScriptProgress())
        case .playbook: self = .playbook(PlaybookProgress(), AnsibleEventTranslator())
        }
    }

    /// Whether lines of stdout may be reports: a playbook's are output, whatever they look like.
    var readsOutput: Bool {
        if case .script = self { true } else { false }
    }

    /// A step that the run reported itself.
    mutating func take(_ update: StepUpdate) {
        guard case .script(var progress) = self else { return }
        progress.take(update)
        self = .script(progress)
    }

    /// A step whose new state nobody knows, in the state in which it is.
    func staying(_ update: StepUpdate) -> StepUpdate {
        guard case .script(let progress) = self else { return update }
        return update.with(progress.state(of: update.name))
    }

    /// A line from the plugin: the reports that it makes, and what is to be remarked in the output.
    mutating func take(
        event line: [UInt8],
        at now: Instant,
        masker: Masker
    ) -> (reports: [StepReport], remark: String?) {
        guard case .playbook(var progress, var translator) = self, let event = AnsibleEvent(line, masker: masker)
        else { return ([], nil) }
        progress.take(event)
        let reports = translator.translate(event, at: now)
        self = .playbook(progress, translator)
        guard case .pluginError(let message) = event else { return (reports, nil) }
        return (reports, "a report of the playbook is missing: \(message)")
    }

    func verdict(_ status: ExitStatus, lastWords: String?) -> Verdict {
        switch self {
        case .script(let progress): progress.verdict(status, lastWords: lastWords)
        case .playbook(let progress, _): progress.verdict(status, lastWords: lastWords)
        }
    }
}

extension StepUpdate {
    fileprivate func with(_ state: Step.State) -> StepUpdate {
        StepUpdate(
            name: name,
            key: key,
            host: host,
            state: state,
            changed: changed,
            message: message,
            time: time,
            placement: placement
        )
    }
}
