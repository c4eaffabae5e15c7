internal import Domain
internal import WebServer

/// What a person may ask the daemon to do; on the control socket alone.
struct ControlRoutes {
    let controls: any SyncControlling
    let people: UserRoutes
    let deeds: DeedLog

    var all: [Route] { [Route("POST", "/sync", sync)] }

    @Sendable
    private func sync(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let control = try SyncBody.read(request.body, user: people.name(of: request.peer))
        // Before what follows from it.
        deeds.tell("sync requested", by: request.peer, control.fields)
        return try await ControlAnswer.refusing {
            let report = try await controls.sync(control)
            tellAcceptance(control, request.peer)
            return JSONAnswer.value(SyncBody.json(report), to: request, status: 202)
        }
    }

    /// A person's word that passes what the daemon is careful about.
    private func tellAcceptance(_ control: SyncControl, _ peer: Peer) {
        guard let revision = control.accept else { return }
        deeds.tell("revision accepted", by: peer, ["revision": revision.hex], level: .warning)
    }
}

/// The body of a manual sync, and of its answer.
enum SyncBody {
    static func read(_ bytes: [UInt8], user: String?) throws(ProblemDetails) -> SyncControl {
        guard !bytes.isEmpty else { return SyncControl(services: [], all: false, force: false, user: user) }
        let body = try ControlBody(bytes, keys: ["services", "all", "force", "accept"])
        let services = try body.serviceNames("services")
        let control = SyncControl(
            services: services,
            all: try body.bool("all") ?? false,
            force: try body.bool("force") ?? false,
            accept: try body.revision("accept"),
            user: user
        )
        guard !control.force || control.all || !services.isEmpty else {
            throw ProblemDetails(400, "force needs the names of services, or all")
        }
        return control
    }

    static func json(_ report: SyncReport) -> JSONValue {
        .members([
            "sources": .array(report.sources.map(\.json)),
            "services": .array(report.services.map { .string($0.text) }),
            "request": .optional(report.request) { .integer($0.number) },
        ])
    }
}

extension SyncControl {
    fileprivate var fields: LogFields {
        [
            "services": services.isEmpty ? nil : services.map(\.text), "all": all, "force": force,
            "accept": accept?.hex,
        ]
    }
}

enum ControlAnswer {
    /// Turns down what the daemon turns down, with its reason.
    static func refusing(_ work: () async throws -> HTTPResponse) async throws -> HTTPResponse {
        do {
            return try await work()
        } catch let refusal as Refusal {
            throw ProblemDetails(refusal.status, refusal.description)
        } catch let busy as TooManyPasswords {
            throw ProblemDetails(503, busy.description)
        }
    }
}

extension Refusal {
    /// The HTTP status that says the same.
    var status: Int {
        switch self {
        case .unknownService, .noServiceNamed, .unknownDeployment, .unknownSource, .unknownUser, .unknownToken: 404
        case .nothingToForget(_, isConfigured: false, _): 404
        case .nothingToForget, .notDeployable, .notTheTip, .reportGap, .alreadyEnded, .nameTaken: 409
        }
    }
}
