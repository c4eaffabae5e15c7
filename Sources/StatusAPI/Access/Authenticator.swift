package import Domain

/// Says whether a token is worth anything, and to whom it belongs.
///
/// It asks the store each time, so that what is revoked or changed is worth nothing from then on.
package struct Authenticator: Sendable {
    private let store: any ReadStore
    private let time: any TimeSource

    package init(store: any ReadStore, time: any TimeSource) {
        self.store = store
        self.time = time
    }

    /// - Throws: ``TokenRefusal``, or what the store throws.
    package func identify(_ text: String) async throws -> Identity {
        let token = try SignedToken(text)
        let now = time.now()
        try await store.read { reading in
            guard let key = try reading.signingKeys.find(token.key), key.verifies(at: now),
                try token.isSigned(with: key)
            else { throw TokenRefusal.signature }
            try token.claims.check(in: reading, at: now)
        }
        return .holder(VerifiedToken(claims: token.claims, key: token.key))
    }

    /// Whether a token that was identified before is worth something now: one small look at the store.
    package func isStillValid(_ identity: Identity) async throws -> Bool {
        guard case .holder(let token) = identity else { return true }
        let now = time.now()
        do {
            return try await store.read { reading in
                try token.claims.check(in: reading, at: now)
                return try reading.signingKeys.find(token.key)?.verifies(at: now) == true
            }
        } catch is TokenRefusal {
            return false
        }
    }

    /// The service of a deployment; nil if there is no such deployment.
    func service(of deployment: Deployment.ID) async throws -> ServiceName? {
        try await store.read { try $0.deployments.find(deployment)?.order.serviceName }
    }
}

extension TokenClaims {
    /// - Throws: ``TokenRefusal`` if the store or the clock says that the token is worth nothing.
    fileprivate func check(in reading: any Reading, at now: Instant) throws {
        guard now < expires else { throw TokenRefusal.expired }
        switch id {
        case .issued(let id):
            guard let known = try reading.tokens.find(id), known.claims == self else { throw TokenRefusal.unknown }
            guard known.revoked == nil else { throw TokenRefusal.revoked }
        case .login(let id):
            guard right == .user, account != nil else { throw TokenRefusal.unknown }
            guard try !reading.tokens.isRevoked(id) else { throw TokenRefusal.revoked }
        case .run(let id):
            guard right == .deployment(id) else { throw TokenRefusal.unknown }
            guard try reading.deployments.find(id)?.state == .running else { throw TokenRefusal.runEnded }
        }
        guard let account else { return }
        let user = try reading.users.find(account.user)
        // The name counts too: after a backup was put back, a number may be given out again.
        guard user?.account == account, user?.name.text == subject else { throw TokenRefusal.userChanged }
    }
}
