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
    private let proxies: [AddressRange]
    private let log: any Log

    /// - `secrets`: Of the sources that take hooks.
    /// - `decoy`: A secret that nobody knows.
    /// - `proxies`: Whom to believe for whom they send.
    package init(
        secrets: [SourceName: HookSecret],
        decoy: HookSecret,
        hooks: any HookTaking,
        proxies: [AddressRange] = [],
        time: any TimeSource,
        log: any Log
    ) {
        self.secrets = secrets
        self.decoy = decoy
        self.hooks = hooks
        self.proxies = proxies
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
            note(error.description, of: hook.source, request)
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
        note(reason, of: known?.name, request)
        throw Self.refusal
    }

    private func note(_ reason: String, of source: SourceName?, _ request: HTTPRequest, size: Int64? = nil) {
        let client = ClientAddress.text(of: request, proxies: proxies)
        refused.note(reason, of: source, at: request.path, from: client, size: size)
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

extension HookEndpoint {
    /// Takes a hook whose body is too large to be read for a sign that there may be news: what it says would not have been
    /// believed either.
    ///
    /// A signature over the body cannot be checked, so those polls are few; a token that is wrong has none.
    package func refused(_ request: HTTPRequest, bodyOf size: Int64?) {
        let components = request.pathComponents
        guard request.method == "POST", components.count == 2, components[0] == "hooks" else { return }
        let known = SourceName(components[1]).flatMap { name in secrets[name].map { (name: name, secret: $0) } }
        let mayBeGenuine = known.map { HookProof.mayBeGenuine(request, by: $0.secret) } ?? false
        if let known { hooks.takeUnread(known.name, polls: mayBeGenuine) }
        note("its body is too large", of: known?.name, request, size: size)
    }
}
