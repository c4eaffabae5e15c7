internal import Domain
internal import WebServer

/// What a person may ask of the store; on the control socket alone.
struct StoreControlRoutes {
    let store: any StoreControlling
    let deeds: DeedLog

    var all: [Route] { [Route("POST", "/forget", forget), Route("POST", "/backup", backup)] }

    @Sendable
    private func forget(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try ControlBody(request.body, keys: ["source"]).sourceName("source")
        do {
            let services = try await store.forget(ForgetSource(name: name))
            deeds.tell("source forgotten", by: request.peer, ["source": name.text, "services": services.map(\.text)])
            let answer: JSONValue = .members([
                "source": .string(name.text), "services": .array(services.map { .string($0.text) }),
            ])
            return JSONAnswer.value(answer, to: request)
        } catch let refusal as Refusal {
            throw ProblemDetails(refusal.status, refusal.description)
        }
    }

    @Sendable
    private func backup(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let path = try ControlBody(request.body, keys: ["path"]).text("path", atMost: 4_095)
        guard let path else { throw ProblemDetails(400, "path must be where the backup is to be written") }
        do {
            let report = try await store.backup(to: path)
            let fields: LogFields = ["path": path, "bytes": report.bytes, "seq": report.sequence]
            deeds.tell("backup written", by: request.peer, fields)
            let answer: JSONValue = .members([
                "path": .string(path), "bytes": .integer(report.bytes), "seq": .integer(report.sequence),
            ])
            return JSONAnswer.value(answer, to: request)
        } catch {
            // Whatever it is, it is about the place that was asked for.
            throw ProblemDetails(409, "no backup was written: \(error)")
        }
    }
}
