extension Decision {
    package var isDeploy: Bool {
        if case .deploy = self { true } else { false }
    }

    /// The decision and its reason, for people.
    package var sentence: String {
        switch self {
        case .deploy(.drift(let drift)): "deploy, because \(drift.map(\.words).joined(separator: " and "))"
        case .deploy(.forced): "deploy, because a person asked for it"
        case .nothing(.synced): "nothing, because what is deployed is what is desired"
        case .nothing(.removed): "nothing, because the service has left the repository"
        case .wait(let reason): "wait, because \(reason.words)"
        case .hold(let reason): "hold, because \(reason.words)"
        }
    }
}

extension Drift {
    /// What differs, as the end of "because …".
    package var words: String {
        switch self {
        case .notDeployed: "it has never been deployed"
        case .versionChanged: "its version has changed"
        case .definitionChanged: "what a run can see of it has changed"
        case .incomplete: "its last run did not succeed"
        }
    }
}

extension Decision.WaitReason {
    fileprivate var words: String {
        switch self {
        case .running(let deployment): "deployment \(deployment) is running"
        case .dependencies(let names): "\(list(names)) must be deployed and healthy first"
        case .backoff(let remaining): "the last run failed and the next try comes in \(seconds(remaining))"
        case .sourcesUnread(let names): "\(list(names)) may come from a source that has not been read yet"
        case .diskFull(let shortage): shortage.words
        }
    }

    private func seconds(_ milliseconds: Int64) -> String {
        DurationText.text(milliseconds: (milliseconds + 999) / 1_000 * 1_000)
    }
}

extension Decision.HoldReason {
    fileprivate var words: String {
        switch self {
        case .suspended: "its definition suspends it"
        case .suspendedByPerson(let suspension): "\(suspension.words); `reconciler resume NAME` lifts that"
        case .stalled:
            "every try that its retry policy allows has failed; change the definition, or run `reconciler sync NAME`"
        case .cancelled: "its last deployment was cancelled; `reconciler sync NAME` starts another"
        case .invalidDefinition: "its definition is invalid"
        case .duplicateName: "several definitions claim its name"
        case .unknownDependency(let names): "it depends on \(list(names)), which no source defines"
        case .dependencyCycle: "it depends on itself by way of other services"
        case .leftovers(let processes):
            "these processes of its last run cannot be ended: "
                + "\(processes.joined(separator: ", ")); end them, and it goes on"
        case .restored:
            "the store was restored from a backup and may know less than what is deployed; "
                + "`reconciler sync --accept REVISION` lets its source go on"
        case .sourceGone: "its source is not in the configuration any more, or has another URL or path there"
        }
    }
}

extension Suspension {
    /// Who suspended it and why, as the end of "because …".
    fileprivate var words: String {
        let who = "\(user ?? "a person") has suspended it"
        return reason.map { "\(who) (\($0))" } ?? who
    }
}

private func list(_ names: [ServiceName]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
