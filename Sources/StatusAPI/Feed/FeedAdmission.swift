internal import Domain

/// Who may follow the feed.
protocol FeedAdmission: Sendable {
    /// - Throws: ``FeedRefusal``.
    func admit(_ token: String) async throws -> FeedPass
    /// What a pass that was given is worth now.
    func standing(of pass: FeedPass) async -> PassStanding
}

/// What a pass is worth after it was given.
enum PassStanding: Hashable, Sendable {
    case valid
    /// Its token has expired, was revoked, or its user has changed.
    case worthless
    /// The store cannot be asked now.
    case unknown
}

/// Admits users to all of the feed, and a service's token to what concerns that service.
struct TokenAdmission: FeedAdmission {
    let authenticator: Authenticator

    func admit(_ token: String) async throws -> FeedPass {
        let identity: Identity
        do {
            identity = try await authenticator.identify(token)
        } catch let refusal as TokenRefusal {
            throw FeedRefusal(refusal.words)
        }
        guard case .holder(let verified) = identity else { return FeedPass(service: nil, identity: identity) }
        switch verified.claims.right {
        case .user: return FeedPass(service: nil, identity: identity)
        case .service(let name): return FeedPass(service: name, identity: identity)
        case .deployment, .config: throw FeedRefusal("the token is not for the feed")
        }
    }

    func standing(of pass: FeedPass) async -> PassStanding {
        do {
            return try await authenticator.isStillValid(pass.identity) ? .valid : .worthless
        } catch {
            return .unknown
        }
    }
}
