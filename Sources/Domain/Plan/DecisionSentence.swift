extension Decision {
    package var isDeploy: Bool {
        if case .deploy = self { true } else { false }
    }

    /// The decision about the service and its reason for people: what is wrong with it, who asked for it where somebody
    /// did, and commands that work as they stand there.
    package func sentence(for service: Service) -> String {
        switch self {
        case .deploy(let reason):
            let who = service.request?.user.map { " (asked for by \($0))" } ?? ""
            return "deploy, because \(reason.words)\(who)"
        case .nothing(.synced): return "nothing, because what is deployed is what is desired"
        case .nothing(.removed): return "nothing, because the service has left the repository"
        case .wait(let reason): return "wait, because \(reason.words)"
        case .hold(let reason): return "hold, because \(reason.words(for: service))"
        }
    }
}

extension Decision.DeployReason {
    fileprivate var words: String {
        switch self {
        case .drift(let drift): drift.map(\.words).joined(separator: " and ")
        case .forced: "a person asked for it"
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
    fileprivate func words(for service: Service) -> String {
        switch self {
        case .suspended: return "its definition suspends it"
        case .suspendedByPerson(let suspension):
            return "\(suspension.words); `reconciler resume \(service.name)` lifts that"
        case .stalled:
            return "every try that its retry policy allows has failed; change the definition, or run "
                + "`reconciler sync \(service.name)`"
        case .cancelled: return "its last deployment was cancelled; `reconciler sync \(service.name)` starts another"
        case .invalidDefinition: return "its definition is invalid\(service.errors)"
        case .duplicateName: return "several definitions claim its name\(service.errors)"
        case .unknownDependency(let names):
            return "it depends on \(list(names)), which no source defines; define it, or remove the dependency"
        case .dependencyCycle: return "it depends on itself by way of other services\(service.errors)"
        case .leftovers(let processes):
            return "these processes of its last run cannot be ended: "
                + "\(processes.joined(separator: ", ")); end them, and it goes on"
        case .secretMissing(let secrets): return secrets.map { $0.words(for: service) }.joined(separator: "; ")
        case .restored:
            return "the store was restored from a backup and may know less than what is deployed; "
                + "`reconciler sync --accept REVISION` lets its source go on, and `reconciler status` names the revision"
        case .sourceGone:
            return "its source is not in the configuration any more, or has another URL or path there"
        }
    }
}

extension MissingSecret {
    /// What is missing and where it belongs, as the end of "because …".
    fileprivate func words(for service: Service) -> String {
        switch self {
        case .notConfigured(let name):
            "the secret \"\(name)\", which its definition names, is not in the daemon's configuration; add it to "
                + "\"secrets\" there, with \"\(service.name)\" among its \"services\", and it goes on"
        case .notAllowed(let name):
            "the secret \"\(name)\", which its definition names, is not for it; add \"\(service.name)\" to the secret's "
                + "\"services\" in the daemon's configuration if it may have it, and it goes on"
        }
    }
}

extension Service {
    /// What is wrong with it, as the end of a sentence: the first error in full, and how many there are beside it.
    fileprivate var errors: String {
        let errors = problems.filter { $0.severity == .error }
        guard let first = errors.first else { return "" }
        let more = errors.count - 1
        return ": \(first)\(more == 0 ? "" : ", and \(more) more")"
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
