package import Domain
package import WebServer

/// What `hooks_listen` answers: push hooks at `POST /hooks/{source}`, and nothing else.
///
/// Nothing in a hook's body is read. That it is genuine is all that it says.
package struct HookEndpoint: HTTPHandler {
    private let secrets: [SourceName: HookSecret]
    /// Stands for the secret of a source that has none, so that those are refused like all others.
    private let decoy: HookSecret
    private let hooks: any HookTaking
    private let refused: RefusedHooks
    private let log: any Log

    /// - `secrets`: Of the sources that take hooks.
    /// - `decoy`: A secret that nobody knows.
    package init(
        secrets: [SourceName: HookSecret],
        decoy: HookSecret,
        hooks: any HookTaking,
        time: any TimeSource,
        log: any Log
    ) {
        self.secrets = secrets
        self.decoy = decoy
        self.hooks = hooks
        self.log = log
        refused = RefusedHooks(log: log, time: time)
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        do {
            return try answer(request)
        } catch let problem as ProblemDetails {
            return problem.response
        } catch {
            log.error("a request failed", ["error": "\(request.method) \(request.path): \(error)"])
            return ProblemDetails(500, "the daemon could not answer: its log says why").response
        }
    }

    private func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let components = request.pathComponents
        guard components.count == 2, components[0] == "hooks", !components[1].isEmpty else {
            throw ProblemDetails(404, "there is nothing at this address")
        }
        guard request.method == "POST" else { throw Self.methodRefused }
        let hook = PushHook(source: try admit(request, to: components[1]), delivery: DeliveryName.of(request))
        do {
            let id = try hooks.take(hook)
            log.debug("a hook was taken", ["source": hook.source.text, "request": id])
            return Self.accepted(id)
        } catch {
            refused.note(error.description, of: hook.source, at: request.path, from: request.peer.text)
            throw Self.postponed(error)
        }
    }

    /// The source, if it takes hooks and this is one from somebody who knows its secret.
    private func admit(_ request: HTTPRequest, to name: String) throws -> SourceName {
        let known = SourceName(name).flatMap { name in secrets[name].map { (name: name, secret: $0) } }
        let verdict = try HookProof.verdict(on: request, by: known?.secret ?? decoy)
        if let known, verdict == .genuine { return known.name }
        if let known { hooks.noteRefusal(of: known.name) }
        let reason = known == nil ? "no source with a hook_secret is called so" : verdict.words
        refused.note(reason, of: known?.name, at: request.path, from: request.peer.text)
        throw Self.refusal
    }

    private static func accepted(_ request: ControlRequest.ID) -> HTTPResponse {
        let body = JSONValue.members(["request": .integer(request.number)])
        return HTTPResponse(
            202,
            headers: [
                "Content-Type": "application/json", "Cache-Control": "no-store",
                "Location": "/api/v1/requests/\(request.number)",
            ],
            body: .bytes(body.bytes() + [0x0A])
        )
    }

    /// The same whether there is such a source or not.
    private static let refusal = ProblemDetails(
        403,
        "this is no hook of a source that takes hooks: look at the source's name in the address and at the secret, of "
            + "which every delivery must show proof"
    )

    private static let methodRefused = {
        var problem = ProblemDetails(405, "this address takes POST")
        problem.headers["Allow"] = "POST"
        return problem
    }()

    private static func postponed(_ reason: HookPostponed) -> ProblemDetails {
        var problem = ProblemDetails(503, reason.description)
        problem.headers["Retry-After"] = "5"
        return problem
    }
}

extension HookProof.Finding {
    fileprivate var words: String {
        switch self {
        case .genuine: "genuine"
        case .unsigned: "it holds no signature and no token"
        case .wrong: "a signature or token is not made with the secret"
        }
    }
}

extension Peer {
    /// The address alone.
    fileprivate var text: String {
        switch self {
        case .tcp(let address, _): address
        case .unix(let user, _): "uid \(user)"
        }
    }
}
