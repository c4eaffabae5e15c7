internal import Domain
internal import WebServer

/// What a person may ask of one service or one deployment; on the control socket alone.
struct ServiceControlRoutes {
    let services: any ServiceControlling
    let people: UserRoutes
    let deeds: DeedLog

    var all: [Route] {
        [Route("POST", "/suspend", suspend), Route("POST", "/resume", resume), Route("POST", "/cancel", cancel)]
    }

    @Sendable
    private func suspend(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try ControlBody(request.body, keys: ["service", "reason"])
        let name = try body.serviceName("service")
        let reason = try body.text("reason", atMost: Suspension.longestReason)
        let command = SuspendService(name: name, reason: reason, user: people.name(of: request.peer))
        return try await ControlAnswer.refusing {
            let outcome = try await services.suspend(command)
            let fields: LogFields = ["service": name.text, "reason": reason, "changed": outcome.hasChanged]
            deeds.tell("service suspended", by: request.peer, fields)
            return JSONAnswer.value(json(name, outcome), to: request)
        }
    }

    @Sendable
    private func resume(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try ControlBody(request.body, keys: ["service"]).serviceName("service")
        return try await ControlAnswer.refusing {
            let outcome = try await services.resume(ResumeService(name: name))
            deeds.tell("service resumed", by: request.peer, ["service": name.text, "changed": outcome.hasChanged])
            return JSONAnswer.value(json(name, outcome), to: request)
        }
    }

    @Sendable
    private func cancel(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try ControlBody(request.body, keys: ["deployment"]).deployment("deployment")
        let command = CancelDeployment(deployment: id, user: people.name(of: request.peer))
        return try await ControlAnswer.refusing {
            let outcome = try await services.cancel(command)
            deeds.tell("cancellation requested", by: request.peer, ["deployment": id])
            let state: Deployment.State = outcome == .ended ? .cancelled : .running
            let answer: JSONValue = .members(["deployment": .integer(id.number), "state": .string(state.rawValue)])
            return JSONAnswer.value(answer, to: request, status: 202)
        }
    }

    private func json(_ name: ServiceName, _ outcome: ServiceControlOutcome) -> JSONValue {
        .members([
            "service": .string(name.text),
            "changed": .bool(outcome.hasChanged),
            "suspended_by_definition": .bool(outcome.isSuspendedByDefinition),
        ])
    }
}
