internal import Domain

/// Whom an address answers.
enum Audience: Hashable, Sendable {
    /// Also those who say nothing of themselves.
    case everybody
    /// Those who may read everything.
    case users
    /// They, and whoever may read the service that this parameter of the path names.
    case service(parameter: String)
    /// They, and whoever may read the service of the deployment that this parameter of the path names.
    case deployment(parameter: String)
    /// They, and whoever may read the one service that `service` in the query names.
    case filter
    /// They, and service discovery.
    case discovery

    /// The parameter of the query that confines a list to one service.
    static let filterName = "service"

    /// Whether a token with this right opens the address, for a question about this service.
    func admits(_ right: TokenRight, about service: ServiceName?) -> Bool {
        switch (self, right) {
        case (.everybody, _), (_, .user), (.discovery, .config): true
        case (.service, .service(let own)), (.deployment, .service(let own)), (.filter, .service(let own)):
            service == own
        case (.users, _), (.service, _), (.deployment, _), (.filter, _), (.discovery, _): false
        }
    }
}
