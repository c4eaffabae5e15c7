/// Why a command that was understood was turned down, leaving everything as it was.
///
/// A closed list, so that each way in decides for each reason what to do.
package enum Refusal: Error, Hashable, Sendable {
    case unknownService(Service.ID)
    case noServiceNamed([AbsentService])
    case unknownDeployment(Deployment.ID)
    case unknownSource(Source.ID)
    /// A forced sync of services that cannot be deployed at all, each with its reason.
    case notDeployable([ServiceName])
    /// A deployment that has ended already cannot be cancelled.
    case alreadyEnded(Deployment.ID, Deployment.State)
    /// No source has this tip; and what there is instead, one sentence for each source.
    case notTheTip(Revision, found: [String])
    /// No source of this name is left over from an earlier configuration.
    case nothingToForget(SourceName, isConfigured: Bool, nearest: SourceName? = nil)
    case reportGap(deployment: Deployment.ID, expected: Int64, found: Int64)
    case nameTaken(UserName)
    case unknownUser(UserName)
    case unknownToken(TokenID)
}

extension Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownService(let id): "no service has the id \(id)"
        case .noServiceNamed(let services): services.map(\.description).joined(separator: "; ")
        case .unknownDeployment(let id): "no deployment has the id \(id); `reconciler history` lists them"
        case .unknownSource(let id): "no source has the id \(id)"
        case .notDeployable(let names):
            "\(names.map { "'\($0)'" }.joined(separator: ", ")) cannot be deployed, not even with --force: suspended "
                + "or invalid; `reconciler status NAME` says what to mend"
        case .alreadyEnded(let id, let state):
            "deployment \(id) has ended already (\(state.rawValue)), so there is nothing to cancel"
        case .notTheTip(let revision, let found):
            "no source is at \(revision), so nothing was released: \(found.joined(separator: "; "))"
        case .nothingToForget(let name, isConfigured: true, _):
            "the source '\(name)' is in the configuration; take it out there first, then forget it"
        case .nothingToForget(let name, isConfigured: false, let nearest):
            "no source is called '\(name)'\(nearest.map { "; did you mean '\($0)'?" } ?? ";") `reconciler status` lists "
                + "those that there are"
        case .reportGap(let deployment, let expected, let found):
            "reports of deployment \(deployment) begin at offset \(found), but \(expected) is where the last ones ended"
        case .nameTaken(let name):
            "there is a user '\(name)' already; `reconciler user update` gives them another password"
        case .unknownUser(let name): "no user is called '\(name)'; `reconciler user list` lists them"
        case .unknownToken(let id): "no token has the id \(id); `reconciler token list` lists them"
        }
    }
}
