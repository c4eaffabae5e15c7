package import Domain

extension CommandHandlers {
    package func handle(_ command: IssueToken) async throws -> Committed<IssueToken.Outcome> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            try transaction.discardExpired(at: now)
            let key = try transaction.presentKey(or: command.spare, at: now)
            let token = IssuedToken.new(
                id: try transaction.nextIdentifier(IssuedToken.self),
                right: command.order.right,
                holder: command.order.holder,
                account: try command.order.account(in: transaction),
                key: key.id,
                lifetime: command.order.lifetime,
                at: now
            )
            try transaction.save(token)
            try transaction.record(.tokenCreated(TokenCreated(token: token)))
            return IssueToken.Outcome(token: token, key: key)
        }
    }

    package func handle(_ command: RevokeToken) async throws -> Committed<Bool> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard try command.id.revoke(in: transaction, at: now) else { return false }
            try transaction.record(.tokenRevoked(TokenRevoked(id: command.id)))
            return true
        }
    }

    package func handle(_ command: RotateSigningKey) async throws -> Committed<SigningKey.ID> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            for key in try transaction.signingKeys.all() where command.dropsOldKeys || key.verifiesUntil == nil {
                var old = key
                old.retire(until: command.dropsOldKeys ? now : try old.lastExpiry(in: transaction, at: now))
                try transaction.save(old)
            }
            let key = try transaction.newKey(command.secret, at: now)
            try transaction.discardExpired(at: now)
            let event = SigningKeyRotated(key: key.id, hasDroppedOldKeys: command.dropsOldKeys)
            try transaction.record(.signingKeyRotated(event))
            return key.id
        }
    }

    package func handle(_ command: PrepareSigningKey) async throws -> Committed<Void> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            _ = try transaction.presentKey(or: command.spare, at: now)
        }
    }
}

extension Transaction {
    fileprivate func presentKey(or spare: RandomBytes, at now: Instant) throws -> SigningKey {
        try signingKeys.present() ?? newKey(spare, at: now)
    }

    fileprivate func newKey(_ secret: RandomBytes, at now: Instant) throws -> SigningKey {
        let key = SigningKey(id: try nextIdentifier(SigningKey.self), secret: secret, created: now)
        try save(key)
        return key
    }
}

extension TokenRequest {
    /// The user with whom the token ends: the one who is called as its holder.
    fileprivate func account(in reading: any Reading) throws -> UserAccount? {
        guard right == .user, let holder else { return nil }
        return try reading.users.find(name: holder)?.account
    }
}

extension TokenID {
    /// - Returns: Whether the token was worth anything until now.
    fileprivate func revoke(in transaction: any Transaction, at now: Instant) throws -> Bool {
        switch self {
        case .issued(let id):
            guard var token = try transaction.tokens.find(id) else { throw Refusal.unknownToken(self) }
            guard token.revoked == nil, now < token.expires else { return false }
            token.revoke(at: now)
            try transaction.save(token)
            return true
        case .login(let id):
            guard try !transaction.tokens.isRevoked(id) else { return false }
            try transaction.discardExpired(at: now)
            try transaction.revoke(id, until: TokenClaims.lastLoginExpiry(at: now))
            return true
        case .run: throw Refusal.unknownToken(self)
        }
    }
}

extension SigningKey {
    /// When the last token that it may have signed expires: those of logins are not in the store.
    fileprivate func lastExpiry(in reading: any Reading, at now: Instant) throws -> Instant {
        let ofLogins = TokenClaims.lastLoginExpiry(at: now)
        return max(ofLogins, try reading.signingKeys.lastExpiry(of: id) ?? ofLogins)
    }
}
