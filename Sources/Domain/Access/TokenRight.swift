/// What a token gives a right to.
package enum TokenRight: Hashable, Sendable {
    /// To read everything.
    case user
    /// To read what concerns one service.
    case service(ServiceName)
    /// To report the steps and the end of one run.
    case deployment(Deployment.ID)
    /// To read what is deployed, for service discovery, and the metrics.
    case config

    package var type: TokenType {
        switch self {
        case .user: .user
        case .service: .service
        case .deployment: .deployment
        case .config: .config
        }
    }

    /// The service that it is confined to.
    package var service: ServiceName? {
        guard case .service(let name) = self else { return nil }
        return name
    }
}

/// The kinds of tokens, as the claim `type` says them.
package enum TokenType: String, CaseIterable, Sendable {
    case user
    case service
    case deployment
    case config
}
