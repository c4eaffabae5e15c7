internal import Domain
internal import WebServer

/// Where a person gets a token for their password.
struct LoginRoutes {
    let logins: Logins

    var all: [Route] { [Route("GET", "/api/v1/token", .everybody, token)] }

    @Sendable
    private func token(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let answer = try await logins.logIn(request)
        let (issued, expires) = (answer.claims.issued, answer.claims.expires)
        let body = JSONValue.members([
            "access_token": .string(answer.token),
            "token_type": .string("Bearer"),
            "expires_in": .integer(expires.secondsSince1970 - issued.secondsSince1970),
            "expires": .string(expires.description),
        ])
        return HTTPResponse(
            200,
            headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: .bytes(body.bytes() + [0x0A])
        )
    }
}
