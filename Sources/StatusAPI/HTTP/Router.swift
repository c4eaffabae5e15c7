internal import Domain
package import WebServer

/// One address and what answers there.
struct Route: Sendable {
    typealias Answer = @Sendable (Parameters, HTTPRequest) async throws -> HTTPResponse
    typealias Present = @Sendable (HTTPRequest) -> HTTPResponse?

    let method: String
    let pattern: [String]
    let audience: Audience
    let answer: Answer
    /// The answer, if it is there already; not asked where somebody has to be let in first.
    let present: Present?

    /// - Parameters:
    ///   - method: The method; a GET route answers HEAD too.
    ///   - path: The path; a part that begins with `:` matches any one part and is a parameter.
    ///   - audience: Whom it answers.
    ///   - answer: What the route does.
    ///   - present: Finds the answer without making anything, or waiting.
    init(
        _ method: String,
        _ path: String,
        _ audience: Audience,
        _ answer: @escaping Answer,
        present: Present? = nil
    ) {
        self.present = present
        self.method = method
        pattern = path.split(separator: "/").map(String.init)
        self.audience = audience
        self.answer = answer
    }

    /// A route for those who may read everything.
    init(_ method: String, _ path: String, _ answer: @escaping Answer, present: Present? = nil) {
        self.init(method, path, .users, answer, present: present)
    }

    /// The parameters of a path; nil where it is not this route's.
    func match(_ components: [String]) -> Parameters? {
        guard components.count == pattern.count else { return nil }
        var values: [String: String] = [:]
        for (wanted, part) in zip(pattern, components) {
            if wanted.hasPrefix(":") {
                values[String(wanted.dropFirst())] = part
            } else if wanted != part {
                return nil
            }
        }
        return Parameters(values: values)
    }

    func takes(_ method: String) -> Bool { self.method == method || (self.method == "GET" && method == "HEAD") }
}

/// The values that a path carried, by the names that its route gives them.
struct Parameters: Sendable {
    let values: [String: String]

    /// The value of a parameter that the route's pattern names.
    subscript(name: String) -> String { values[name] ?? "" }
}

/// Finds the route for a request, asks the gate, and turns what a route throws into an answer.
package struct Router: HTTPHandler {
    private let table: RouteTable
    private let gate: Gate
    private let hosts: HostRule
    private let origins: OriginRule
    private let report: @Sendable (String) -> Void

    /// - `report`: Is told of errors that are nobody's request's fault.
    init(
        _ routes: [Route],
        gate: Gate,
        hosts: HostRule,
        origins: OriginRule = OriginRule(),
        report: @escaping @Sendable (String) -> Void
    ) {
        table = RouteTable(routes)
        self.gate = gate
        self.hosts = hosts
        self.origins = origins
        self.report = report
    }

    var routes: [Route] { table.routes }

    package func presentAnswer(to request: HTTPRequest) -> HTTPResponse? {
        guard gate.isOpen, hosts.allows(request.authority) else { return nil }
        let route = table.routes(at: request.pathComponents).first { $0.takes(request.method) }
        return route?.present?(request).map { origins.opening($0, to: request) }
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        origins.opening(await plainResponse(to: request), to: request)
    }

    private func plainResponse(to request: HTTPRequest) async -> HTTPResponse {
        do {
            return try await answer(request)
        } catch let problem as ProblemDetails {
            return problem.response
        } catch let overload as Overload {
            return ProblemDetails(overload).response
        } catch is CancellationError where Task.isCancelled {
            return ProblemDetails(503, "the request was given up").response
        } catch {
            report("\(request.method) \(request.path): \(error)")
            return ProblemDetails(500, "the daemon could not answer: its log says why").response
        }
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard hosts.allows(request.authority) else {
            throw ProblemDetails(421, "this host name is not one of the daemon's; see `allowed_hosts`")
        }
        let components = request.pathComponents
        let here = table.routes(at: components).compactMap { route in route.match(components).map { (route, $0) } }
        try refuseForeignMethod(request, at: here.map(\.0))
        if request.path == "*" { return HTTPResponse(204, headers: ["Allow": Self.methods(of: routes)]) }
        guard !here.isEmpty else { throw ProblemDetails(404, "there is nothing at this address") }
        let allowed = Self.methods(of: here.map(\.0))
        if request.method == "OPTIONS" { return HTTPResponse(204, headers: ["Allow": allowed]) }
        guard let (route, parameters) = here.first(where: { $0.0.takes(request.method) }) else {
            throw Self.methodRefused(allowed)
        }
        let identity = try await gate.admit(request, to: route.audience, parameters)
        return gate.watch(try await route.answer(parameters, request), for: identity)
    }

    /// A method that no address takes is refused everywhere, also where there is nothing.
    private func refuseForeignMethod(_ request: HTTPRequest, at here: [Route]) throws(ProblemDetails) {
        guard request.method != "OPTIONS", !routes.contains(where: { $0.takes(request.method) }) else { return }
        throw Self.methodRefused(Self.methods(of: here.isEmpty ? routes : here))
    }

    private static func methodRefused(_ allowed: String) -> ProblemDetails {
        var problem = ProblemDetails(405, "this address takes \(allowed)")
        problem.headers["Allow"] = allowed
        return problem
    }

    private static func methods(of routes: [Route]) -> String {
        let methods = Set(routes.map(\.method))
        let implied = methods.contains("GET") ? methods.union(["HEAD", "OPTIONS"]) : methods.union(["OPTIONS"])
        return implied.sorted().joined(separator: ", ")
    }
}
