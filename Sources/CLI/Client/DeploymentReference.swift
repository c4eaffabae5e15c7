internal import Domain

/// The deployment that a line names: by its number, or by its service.
enum DeploymentReference {
    /// Which of a service's deployments is meant.
    enum Choice {
        case newest
        /// The one that runs, or else the newest that has begun.
        case begun
        /// The one that runs, or else the one that waits for its slot.
        case active

        /// What nobody finds, as the end of "the service 'web' has no deployment …".
        fileprivate var missing: String {
            switch self {
            case .newest: "yet"
            case .begun: "that has begun"
            case .active: "that runs or waits for its slot"
            }
        }

        /// The first of these that a deployment, newest first, is in.
        fileprivate var states: [Set<Deployment.State>] {
            switch self {
            case .newest: [Set(Deployment.State.allCases)]
            case .begun: [[.running], Set(Deployment.State.allCases).subtracting([.queued, .superseded])]
            case .active: [[.running], [.queued]]
            }
        }
    }

    static let operand = OperandSyntax(name: "DEPLOYMENT|SERVICE", count: .one)

    /// The deployment's number; a word that is a number is one, also where a service is called so.
    ///
    /// Says that a service was removed of which there still is one.
    ///
    /// - Throws: ``UsageError`` for a word that is neither; ``CommandFailure`` if the service is unknown or has none.
    static func number(
        _ invocation: Invocation,
        _ choice: Choice,
        _ client: DaemonClient,
        _ console: any Console
    ) async throws -> Int64 {
        let text = invocation.operands.first ?? ""
        if let number = Int64(text), number > 0 { return number }
        guard ServiceName(text) != nil else {
            throw UsageError(
                "a deployment is named by its number or its service, not \"\(SafeText.line(text))\"; "
                    + "'reconciler history' lists them",
                command: invocation.command
            )
        }
        let absence = try await ServicePath.absence(of: text, client)
        guard let number = try await number(of: text, choice, client) else {
            throw absence ?? CommandFailure(.failed, "the service '\(text)' has no deployment \(choice.missing)")
        }
        if let absence { console.say(absence.description) }
        return number
    }

    private static func number(
        of service: String,
        _ choice: Choice,
        _ client: DaemonClient
    ) async throws -> Int64? {
        let deployments = try await client.list("/api/v1/deployments", limit: 100, [("service", service)])
        for states in choice.states {
            let found = deployments.first { deployment in
                deployment["state"]?.string.flatMap(Deployment.State.init).map(states.contains) ?? false
            }
            if let id = found?["id"]?.integer { return id }
        }
        return nil
    }
}
