internal import Domain
internal import WebServer

/// What a person may ask the daemon to do; on the control socket alone.
struct ControlRoutes {
    let controls: any SyncControlling
    let people: People

    var all: [Route] { [Route("POST", "/sync", sync)] }

    @Sendable
    private func sync(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let control = try SyncBody.read(request.body, user: people.name(of: request.peer))
        return try await ControlAnswer.refusing {
            JSONAnswer.value(SyncBody.json(try await controls.sync(control)), to: request, status: 202)
        }
    }
}

/// The body of a manual sync, and of its answer.
enum SyncBody {
    static func read(_ bytes: [UInt8], user: String?) throws(ProblemDetails) -> SyncControl {
        guard !bytes.isEmpty else { return SyncControl(services: [], all: false, force: false, user: user) }
        guard let body = object(bytes) else { throw ProblemDetails(400, "the body must be a JSON object") }
        let known: Set = ["services", "all", "force", "accept"]
        if let unknown = body.members.first(where: { !known.contains($0.key) }) {
            throw ProblemDetails(400, "unknown key '\(unknown.key)'; known are accept, all, force and services")
        }
        var services: [ServiceName] = []
        for item in body["services"]?.array ?? [] {
            guard let name = item.string.flatMap({ ServiceName($0) }) else {
                throw ProblemDetails(400, "\(item.text()) is not a service's name: \(ServiceName.rule)")
            }
            services.append(name)
        }
        let control = SyncControl(
            services: services,
            all: body["all"]?.bool ?? false,
            force: body["force"]?.bool ?? false,
            accept: try revision(body["accept"]),
            user: user
        )
        guard !control.force || control.all || !services.isEmpty else {
            throw ProblemDetails(400, "force needs the names of services, or all")
        }
        return control
    }

    private static func revision(_ value: JSONValue?) throws(ProblemDetails) -> Revision? {
        guard let value, value != .null else { return nil }
        if let revision = value.string.flatMap(Revision.init) { return revision }
        throw ProblemDetails(400, "\(value.text()) is no revision: a commit's id in full, in lower case")
    }

    static func json(_ report: SyncReport) -> JSONValue {
        let sources = report.sources.map { source in
            JSONValue.members([
                "name": .string(source.name.text),
                "revision": .optional(source.revision?.hex),
                "result": .string(source.result.rawValue),
                "failure": .optional(source.failure),
                "held": .optional(source.held, \.json),
            ])
        }
        return .members([
            "sources": .array(sources),
            "services": .array(report.services.map { .string($0.text) }),
            "request": .optional(report.request) { .integer($0.number) },
        ])
    }

    private static func object(_ bytes: [UInt8]) -> JSONObject? {
        guard let node = try? JSONParser.parse(bytes, limits: .file) else { return nil }
        return node.value.object
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
        case .nothingToForget(_, isConfigured: false): 404
        case .nothingToForget, .notDeployable, .notTheTip, .reportGap, .alreadyEnded, .nameTaken: 409
        }
    }
}
