internal import Domain
internal import Platform
internal import WebServer

/// Answers a run that reports by HTTP, on 127.0.0.1 and for that run's token alone.
struct ReportListener: HTTPHandler {
    let token: String
    let inbox: ReportInbox
    let masker: Masker

    /// Begins to listen on a free port.
    ///
    /// - Returns: The port.
    static func start(token: String, inbox: ReportInbox, masker: Masker) throws -> Int {
        let handler = ReportListener(token: token, inbox: inbox, masker: masker)
        var configuration = ServerConfiguration()
        configuration.connectionsPerListener = 64
        let server = Server(
            [Listener(.tcp(host: "127.0.0.1", port: 0), handler: handler)],
            configuration: configuration
        )
        guard case .tcp(_, let port)? = try server.start().first else {
            throw CannotStart("no port to listen on was given")
        }
        return port
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard isAllowed(request) else {
            return answer(401, "this is answered for the run's own access_token only", ["WWW-Authenticate": "Bearer"])
        }
        switch (request.method, Self.place(request.path)) {
        case ("POST", Self.place(RunConfiguration.stepsPath)): return await step(request)
        case ("PUT", Self.place(RunConfiguration.finishPath)), ("POST", Self.place(RunConfiguration.finishPath)):
            return await deliver(.finished, 200, .members(["detail": .string("recorded; the exit status decides")]))
        default: return answer(404, "steps are sent to steps_url by POST, the end to deployment_finish_url by PUT")
        }
    }

    /// The path without a slash at its end.
    private static func place(_ path: String) -> String {
        path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private func isAllowed(_ request: HTTPRequest) -> Bool {
        guard let value = request.headers["Authorization"] else { return false }
        let parts = value.split(separator: " ", maxSplits: 1)
        return parts.count == 2 && parts[0].lowercased() == "bearer" && AccessToken.matches(String(parts[1]), token)
    }

    private func step(_ request: HTTPRequest) async -> HTTPResponse {
        let now = Instant(millisecondsSince1970: WallClock.now())
        do {
            let json = try JSONParser.parse(request.body, limits: .line, dialect: .lenient).value.masked(by: masker)
            guard let update = ScriptReport.body(json, at: now) else {
                return answer(422, "a step needs a \"name\", and its \"state\" is running, success or failure")
            }
            return await deliver(.step(update), 200, Self.echo(update))
        } catch {
            return answer(400, "the body is not JSON: \(error)")
        }
    }

    private func deliver(_ message: ReportInbox.Message, _ status: Int, _ body: JSONValue) async -> HTTPResponse {
        guard await inbox.deliver(message) else { return answer(503, "the report could not be kept") }
        return HTTPResponse(
            status,
            headers: ["Content-Type": "application/json"],
            body: .bytes(body.bytes() + [0x0A])
        )
    }

    private static func echo(_ update: StepUpdate) -> JSONValue {
        .members([
            "name": .string(update.name), "state": .string(update.state.rawValue), "message": .optional(update.message),
        ])
    }

    /// A refusal, as RFC 9457 writes it.
    private func answer(_ status: Int, _ detail: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        var headers = headers
        headers["Content-Type"] = "application/problem+json"
        let body = JSONValue.members([
            "type": .string("about:blank"), "title": .string(HTTPStatus.reason(status)), "status": .integer(status),
            "detail": .string(detail),
        ])
        return HTTPResponse(status, headers: headers, body: .bytes(body.bytes() + [0x0A]))
    }
}
