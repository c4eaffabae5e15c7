internal import Domain
internal import WebServer

/// Lets a request through to an address, or says why not (RFC 6750 §3).
struct Gate: Sendable {
    /// Nil lets everybody through.
    let authenticator: Authenticator?

    /// Open to everybody.
    static let open = Gate(authenticator: nil)

    var isOpen: Bool { authenticator == nil }

    /// - Returns: Who asks; nil at an address that answers everybody.
    /// - Throws: 400, 401 or 403.
    func admit(_ request: HTTPRequest, to audience: Audience, _ parameters: Parameters) async throws -> Identity? {
        guard let authenticator else { return .trusted }
        guard audience != .everybody else { return nil }
        let identity = try await identify(request, authenticator)
        let service = try await service(of: request, audience, parameters, authenticator)
        guard identity.may(ask: audience, about: service) else { throw Challenge.insufficient }
        return identity
    }

    private func identify(_ request: HTTPRequest, _ authenticator: Authenticator) async throws -> Identity {
        switch BearerCredentials(request) {
        case .none: throw Challenge.missing
        case .ambiguous: throw Challenge.ambiguous
        case .token(let text):
            do {
                return try await authenticator.identify(text)
            } catch let refusal as TokenRefusal {
                throw Challenge.invalid(refusal)
            }
        }
    }

    /// The service that the request is about, as far as its audience tells by services.
    private func service(
        of request: HTTPRequest,
        _ audience: Audience,
        _ parameters: Parameters,
        _ authenticator: Authenticator
    ) async throws -> ServiceName? {
        switch audience {
        case .everybody, .users, .discovery: return nil
        case .service(let parameter): return ServiceName(parameters[parameter])
        case .filter: return request.query(Audience.filterName).flatMap { ServiceName($0) }
        case .deployment(let parameter):
            guard let number = DecimalNumber.parse(parameters[parameter]) else { return nil }
            return try await authenticator.service(of: Deployment.ID(number))
        }
    }
}

/// What a client is told that is not let through.
enum Challenge {
    static let missing = problem(401, "this address wants a token: `Authorization: Bearer TOKEN`", "")

    static let ambiguous = problem(
        400,
        "the request says more than once who sends it",
        error("invalid_request", "more than one token")
    )

    static let insufficient = problem(
        403,
        "the token is not for this address; a service's token reads what concerns that service, lists only with "
            + "`service` in the query",
        error("insufficient_scope", "the token is for something else")
    )

    static func invalid(_ refusal: TokenRefusal) -> ProblemDetails {
        problem(401, refusal.words, error("invalid_token", refusal.words))
    }

    private static func error(_ code: String, _ words: String) -> String {
        ", error=\"\(code)\", error_description=\"\(words)\""
    }

    private static func problem(_ status: Int, _ detail: String, _ error: String) -> ProblemDetails {
        var problem = ProblemDetails(status, detail)
        problem.headers["WWW-Authenticate"] = "Bearer realm=\"reconciler\"\(error)"
        return problem
    }
}
