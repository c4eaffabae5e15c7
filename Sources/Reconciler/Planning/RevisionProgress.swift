package import Domain

/// How far a revision has come: in each source that has it, and in each service that it made differ from what was
/// deployed.
package struct RevisionProgress: Sendable {
    package let revision: Revision
    package let sources: [InSource]
    package let services: [OfService]
    /// What is still wrong with files that it broke and that no service is known of, and with the services that do not
    /// get there.
    package let problems: [Problem]

    /// The revision as one source has it.
    package struct InSource: Sendable {
        package let name: SourceName
        package let standing: RevisionStanding
        /// Whether it is waited for here; a source that has another repository is not.
        package let counts: Bool
        /// Why the source's last poll failed.
        package let failure: String?
    }

    /// A service that the revision made differ.
    package struct OfService: Sendable {
        package let name: ServiceName
        package let state: State
        package let message: String
        /// What is wrong with it, if it does not get there.
        package let problems: [Problem]
    }

    package enum State: String, CaseIterable, Sendable {
        case pending
        case done
        /// It does not get there by itself.
        case failed
    }

    package var outcome: State {
        let waitedFor = sources.filter(\.counts)
        let isLost = waitedFor.contains(where: \.standing.isRewritten)
        if isLost || !problems.isEmpty || services.contains(where: { $0.state == .failed }) { return .failed }
        let isAccepted = !waitedFor.isEmpty && waitedFor.allSatisfy(\.standing.isAccepted)
        return isAccepted && services.allSatisfy { $0.state == .done } ? .done : .pending
    }
}

/// Where a revision is in one source.
package enum RevisionStanding: Sendable {
    /// The source has not come to it, or never will.
    case notAccepted
    /// The tip that contains it waits for a person.
    case held(SourceHold)
    /// The first accepted revision that is it or descends from it.
    case accepted(AcceptedRevision)
    /// It was part of what was accepted, and is not any more.
    case rewritten

    var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }

    var isRewritten: Bool {
        if case .rewritten = self { true } else { false }
    }
}

extension RevisionProgress.OfService {
    /// - Parameters:
    ///   - service: As it is now.
    ///   - hasArrived: Whether the revision, or one that descends from it, is deployed.
    ///   - decision: What the plan says now; not looked at if the service is removed.
    init(_ service: Service, hasArrived: Bool, decision: Decision) {
        name = service.name
        var problems: [Problem] = []
        if service.lifecycle == .removed {
            (state, message) = (.done, "a later revision has removed it")
        } else if hasArrived {
            (state, message) = (.done, "it is deployed")
        } else if case .nothing = decision {
            (state, message) = (.done, "what is deployed is what a later revision wants")
        } else {
            state = decision.isHold ? .failed : .pending
            message = decision.sentence(for: service)
            if state == .failed { problems = service.errors(decision) }
        }
        self.problems = problems
    }
}

extension Service {
    fileprivate func errors(_ decision: Decision) -> [Problem] {
        problems.filter { $0.severity == .error } + UnknownDependency.problems(of: self, decision)
    }
}

extension Decision {
    /// Whether it takes a person to change something about the service; a held source, and what a lost run has left, are
    /// waited for.
    fileprivate var isHold: Bool {
        switch self {
        case .hold(.restored), .hold(.leftovers), .deploy, .nothing, .wait: false
        case .hold: true
        }
    }
}
