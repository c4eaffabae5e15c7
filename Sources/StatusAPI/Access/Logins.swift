package import Domain
internal import WebServer

/// Gives a person a token for their password.
///
/// It writes nothing: the store hears of such a token when it is revoked.
package struct Logins: Sendable {
    private let store: any ReadStore
    private let time: any TimeSource
    private let passwords: any PasswordHashing
    private let signer: any TokenSigning
    private let secrets: any SecretSource
    private let proxies: [AddressRange]
    private let limiter: LoginLimiter
    private let log: any Log

    /// - `proxies`: Whom to believe for whom they ask.
    package init(
        store: any ReadStore,
        time: any TimeSource,
        passwords: any PasswordHashing,
        signer: any TokenSigning,
        secrets: any SecretSource,
        proxies: [AddressRange],
        log: any Log
    ) {
        self.store = store
        self.time = time
        self.passwords = passwords
        self.signer = signer
        self.secrets = secrets
        self.proxies = proxies
        limiter = LoginLimiter(time: time)
        self.log = log
    }

    /// A token, and what it says.
    struct Answer: Sendable {
        let token: String
        let claims: TokenClaims
    }

    /// - Throws: ``ProblemDetails`` with 401, 403, 429 or 503.
    func logIn(_ request: HTTPRequest) async throws -> Answer {
        let origin = try LoginOrigin(request, proxies: proxies)
        guard let credentials = BasicCredentials(request) else { throw Self.refused }
        guard case .address(let address) = origin else { return try await answer(to: credentials) }
        if let wait = limiter.take(from: address) { throw Self.tooMany(wait) }
        do {
            let answer = try await answer(to: credentials)
            limiter.giveBack(to: address)
            return answer
        } catch let error as TooManyPasswords {
            limiter.giveBack(to: address)
            throw Self.busy(error)
        } catch let refusal as ProblemDetails {
            // No more often than the limiter lets it happen. The name is not told: it may be a password by mistake.
            log.warning("a login was refused", ["from": "\(address)"])
            throw refusal
        }
    }

    private func answer(to credentials: BasicCredentials) async throws -> Answer {
        let user = try await store.read { reading in try credentials.name.flatMap(reading.users.find(name:)) }
        guard try await passwords.matches(credentials.password, user?.password), let user else { throw Self.refused }
        guard let key = try await store.read({ try $0.signingKeys.present() }) else { throw NoSigningKey() }
        let id = LoginID(random: secrets.bytes(LoginID.size))
        let claims = TokenClaims.login(id, of: user, at: time.now())
        return Answer(token: try signer.token(claims, signedWith: key), claims: claims)
    }

    /// The same for a wrong name, a wrong password and none.
    private static let refused = {
        var problem = ProblemDetails(401, "give the name and the password of a user, as HTTP Basic has it")
        problem.headers["WWW-Authenticate"] = "Basic realm=\"reconciler\", charset=\"UTF-8\""
        return problem
    }()

    private static func tooMany(_ seconds: Int64) -> ProblemDetails {
        var problem = ProblemDetails(429, "too many tries have failed; the next is looked at in \(seconds) s")
        problem.headers["Retry-After"] = String(seconds)
        return problem
    }

    private static func busy(_ error: TooManyPasswords) -> ProblemDetails {
        var problem = ProblemDetails(503, error.description)
        problem.headers["Retry-After"] = "5"
        return problem
    }
}

/// There is a user, so there should be a key: the daemon makes one at its start.
private struct NoSigningKey: Error, CustomStringConvertible {
    let description = "the store has no signing key; `reconciler token rotate-key` makes one"
}
