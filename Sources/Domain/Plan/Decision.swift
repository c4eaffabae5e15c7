/// What the loop does about one service now, and why.
package enum Decision: Hashable, Sendable {
    case deploy(DeployReason)
    case nothing(NothingReason)
    case wait(WaitReason)
    case hold(HoldReason)

    package enum DeployReason: Hashable, Sendable {
        case drift([Drift])
        /// A person asked for it, with or without drift.
        case forced
    }

    package enum NothingReason: String, CaseIterable, Hashable, Sendable {
        case synced
        /// The service has left the repository.
        case removed
    }

    package enum WaitReason: Hashable, Sendable {
        /// A deployment of the service is running.
        case running(Deployment.ID)
        /// Services that must be deployed and healthy first, in the order of `depends_on`.
        case dependencies([ServiceName])
        /// The last try failed, the next one comes in so many milliseconds.
        case backoff(remaining: Int64)
        /// Not every source has been read since the start, so a missing dependency may still come.
        case sourcesUnread([ServiceName])
        /// There is too little disk to run anything.
        case diskFull(DiskShortage)
    }

    package enum HoldReason: Hashable, Sendable {
        /// By its definition.
        case suspended
        /// By a person.
        case suspendedByPerson(Suspension)
        /// The last try that the policy allows has failed.
        case stalled
        /// A person cancelled the last deployment.
        case cancelled
        case invalidDefinition
        case duplicateName
        case unknownDependency([ServiceName])
        case dependencyCycle
        /// These processes of its last run cannot be ended.
        case leftovers([String])
        /// The configuration does not have the service's source any more, or has it with another URL or path.
        case sourceGone
        /// The definition names secrets that a run could not be given.
        case secretMissing([MissingSecret])
        /// The store was restored from a backup, and nobody has accepted a revision of the source since.
        case restored
    }
}

extension Decision {
    /// The decision as one word: `deploy`, `nothing`, `wait` or `hold`.
    package var word: String {
        switch self {
        case .deploy: "deploy"
        case .nothing: "nothing"
        case .wait: "wait"
        case .hold: "hold"
        }
    }

    /// The reason as one word of a closed list.
    package var reason: String {
        switch self {
        case .deploy(.drift(let drift)): (drift.first ?? .notDeployed).rawValue
        case .deploy(.forced): "forced"
        case .nothing(let reason): reason.rawValue
        case .wait(.running): "running"
        case .wait(.dependencies): "dependency"
        case .wait(.backoff): "backoff"
        case .wait(.sourcesUnread): "source_unread"
        case .wait(.diskFull): "disk_full"
        case .hold(.suspended), .hold(.suspendedByPerson): "suspended"
        case .hold(.stalled): "stalled"
        case .hold(.cancelled): "cancelled"
        case .hold(.invalidDefinition): "invalid_definition"
        case .hold(.duplicateName): "duplicate_name"
        case .hold(.unknownDependency): "unknown_dependency"
        case .hold(.dependencyCycle): "dependency_cycle"
        case .hold(.leftovers): "leftovers"
        case .hold(.sourceGone): "source_gone"
        case .hold(.secretMissing): "secret_missing"
        case .hold(.restored): "restored"
        }
    }

    /// The services that stand in the way.
    package var blockedBy: [ServiceName] {
        switch self {
        case .wait(.dependencies(let names)), .wait(.sourcesUnread(let names)), .hold(.unknownDependency(let names)):
            names
        case .deploy, .nothing, .wait, .hold: []
        }
    }
}
