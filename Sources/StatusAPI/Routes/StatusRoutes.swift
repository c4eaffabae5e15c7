internal import Domain
internal import WebServer

/// What can be read of services, deployments and events, below `/api/v1`.
struct StatusRoutes {
    let queries: any StatusQuerying
    private let namesOthers: Bool
    private let origins: OriginRule
    private let answers = AnswerCache()

    /// - `namesOthers`: Whether who asks for a service that is not there may hear of another one: everybody may read
    ///   everything.
    /// - `origins`: The web pages for which a ref may be looked at.
    init(queries: any StatusQuerying, namesOthers: Bool, origins: OriginRule) {
        self.origins = origins
        self.queries = queries
        self.namesOthers = namesOthers
    }

    var all: [Route] {
        let (ofService, ofDeployment) = (Audience.service(parameter: "name"), Audience.deployment(parameter: "id"))
        return [
            Route("GET", "/api/v1/status", status),
            Route("GET", "/api/v1/services", services, present: keptPage),
            Route("GET", "/api/v1/services/:name", ofService, service),
            Route("GET", "/api/v1/services/:name/deployments", ofService, deploymentsOfService, present: keptPage),
            Route("GET", "/api/v1/services/:name/decisions", ofService, decisionsOfService),
            Route("GET", "/api/v1/deployments", .filter, deployments, present: keptPage),
            Route("GET", "/api/v1/deployments/:id", ofDeployment, deployment),
            Route("GET", "/api/v1/deployments/:id/steps", ofDeployment, steps),
            Route("GET", "/api/v1/deployed-services", .discovery, deployedServices, present: keptPage),
            Route("GET", "/api/v1/plan", plan, present: keptPlan),
            Route("GET", "/api/v1/revisions/:revision", revision),
            Route("GET", "/api/v1/events", .filter, events, present: keptPage),
            Route("GET", "/api/v1/requests/:id", request),
        ]
    }

    @Sendable
    private func keptPage(_ request: HTTPRequest) -> HTTPResponse? {
        answers.present(request, named: request.target.raw, queries)
    }

    @Sendable
    private func keptPlan(_ request: HTTPRequest) -> HTTPResponse? {
        request.query("ref") == nil ? answers.present(request, named: request.path, queries) : nil
    }

    /// It has more in it than the stamp tells of.
    @Sendable
    private func status(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        try await answers.answer(request, named: request.path, queries) {
            AnswerCache.Answer(whole: JSONAnswer.whole(try await queries.status()), canBeKept: false)
        }
    }

    @Sendable
    private func services(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let name = try list.name()
        return try await answers.page(request, queries) { try await queries.services(after: name, limit: list.limit) }
    }

    @Sendable
    private func service(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        JSONAnswer.value(try await find(parameters["name"]).json, to: request)
    }

    @Sendable
    private func deploymentsOfService(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try await find(parameters["name"]).name
        return try await deployments(DeploymentFilter(service: name), request)
    }

    @Sendable
    private func decisionsOfService(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let before = try list.number().map { DecisionRecord.ID($0) }
        guard let name = ServiceName(parameters["name"]) else { throw Self.unknownService }
        guard let page = try await queries.decisions(of: name, before: before, limit: list.limit) else {
            throw try await absence(of: name)
        }
        return JSONAnswer.page(page, to: request)
    }

    @Sendable
    private func deployments(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        try await deployments(try Self.filter(request), request)
    }

    private func deployments(_ filter: DeploymentFilter, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let before = try list.number().map { Deployment.ID($0) }
        return try await answers.page(request, queries) {
            try await queries.deployments(filter, before: before, limit: list.limit)
        }
    }

    @Sendable
    private func deployment(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try PathID.deployment(parameters)
        guard let deployment = try await queries.deployment(id) else { throw PathID.unknown(id) }
        return JSONAnswer.value(deployment, to: request)
    }

    @Sendable
    private func steps(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try PathID.deployment(parameters)
        let list = try ListQuery(request)
        let steps = try await queries.steps(of: id, after: try list.number(), limit: list.limit)
        guard let steps else { throw PathID.unknown(id) }
        return JSONAnswer.page(steps, to: request)
    }

    @Sendable
    private func deployedServices(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let name = try list.name()
        return try await answers.page(request, queries) {
            try await queries.deployedServices(after: name, limit: list.limit)
        }
    }

    @Sendable
    private func plan(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard let ref = request.query("ref") else {
            return try await answers.answer(request, named: request.path, queries) {
                let plan = try await queries.plan(ref: nil)
                return AnswerCache.Answer(whole: JSONAnswer.whole(plan.json), canBeKept: !plan.changesWithTime)
            }
        }
        guard !origins.isCrossSite(request) else { throw Self.crossSite }
        // What a ref is, its repository says each time.
        return try await answers.answer(request, named: "\(request.path)?ref=\(ref)", queries) {
            AnswerCache.Answer(whole: JSONAnswer.whole(try await preview(ref)), canBeKept: false)
        }
    }

    /// It would have remote repositories asked for whoever is led to that page.
    private static let crossSite = ProblemDetails(
        403,
        "a page of another site may not have a ref looked at; see `origins` in the daemon's configuration"
    )

    private func preview(_ ref: String) async throws -> JSONValue {
        do {
            return try await queries.plan(ref: ref).json
        } catch let error where !(error is Overload || error is CancellationError) {
            throw ProblemDetails(422, "\(error)")
        }
    }

    @Sendable
    private func revision(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard let revision = Revision(parameters["revision"]) else {
            throw ProblemDetails(404, "a revision is a full commit id in lower case")
        }
        return try await answers.answer(request, named: request.path, queries) {
            AnswerCache.Answer(whole: JSONAnswer.whole(try await queries.revision(revision)), canBeKept: false)
        }
    }

    @Sendable
    private func events(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let after = try list.number() ?? Self.sequence(request.query("after") ?? "0")
        let service = try Self.service(request)
        return try await answers.page(request, queries) {
            let page = try await queries.events(of: service, after: after, limit: list.limit)
            if after > 0, let first = page.first, after < first - 1 { throw Self.forgotten(upTo: first - 1) }
            return page
        }
    }

    /// Without this a client would not see that it has missed something.
    private static func forgotten(upTo last: Int64) -> ProblemDetails {
        var problem = ProblemDetails(
            410,
            "the events up to \(last) are not kept any more; ask for those after \(last), or for all that are kept "
                + "without `after`, and read anew what you know from the ones before"
        )
        problem.headers["Reconciler-First-Seq"] = String(last + 1)
        return problem
    }

    @Sendable
    private func request(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        guard let number = DecimalNumber.parse(parameters["id"]), number > 0,
            let found = await queries.request(ControlRequest.ID(number))
        else { throw ProblemDetails(404, "no request has this id, or it was before the daemon's last start") }
        return JSONAnswer.value(found, to: request)
    }

    private func find(_ text: String) async throws -> (name: ServiceName, json: JSONValue) {
        guard let name = ServiceName(text) else { throw Self.unknownService }
        guard let json = try await queries.service(name) else { throw try await absence(of: name) }
        return (name, json)
    }

    private func absence(of name: ServiceName) async throws -> ProblemDetails {
        let service = try await queries.absence(of: name)
        return ProblemDetails(404, "\(namesOthers ? service : service.alone)")
    }

    private static let unknownService = ProblemDetails(404, "no service can be called so: \(ServiceName.rule)")

    private static func sequence(_ text: String) throws(ProblemDetails) -> Int64 {
        guard let number = DecimalNumber.parse(text) else { throw ProblemDetails(400, "after must be an event's seq") }
        return number
    }

    /// The service to which a list is confined.
    private static func service(_ request: HTTPRequest) throws(ProblemDetails) -> ServiceName? {
        guard let text = request.query(Audience.filterName) else { return nil }
        guard let name = ServiceName(text) else { throw ProblemDetails(400, "service must be a service's name") }
        return name
    }

    private static func filter(_ request: HTTPRequest) throws(ProblemDetails) -> DeploymentFilter {
        var filter = DeploymentFilter(service: try service(request))
        if let text = request.query("state") {
            guard let state = Deployment.State(rawValue: text) else {
                let states = Deployment.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw ProblemDetails(400, "state must be one of \(states)")
            }
            filter.state = state
        }
        if let text = request.query("revision") {
            guard let revision = Revision(text) else {
                throw ProblemDetails(400, "revision must be a full commit id in lower case")
            }
            filter.revision = revision
        }
        return filter
    }
}

/// The deployment that a path names.
enum PathID {
    static func deployment(_ parameters: Parameters) throws(ProblemDetails) -> Deployment.ID {
        guard let number = DecimalNumber.parse(parameters["id"]), number > 0 else {
            throw ProblemDetails(404, "a deployment's id is a number")
        }
        return Deployment.ID(number)
    }

    static func unknown(_ id: Deployment.ID) -> ProblemDetails { ProblemDetails(404, "no deployment has the id \(id)") }
}
