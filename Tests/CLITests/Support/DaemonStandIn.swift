import Domain
import Synchronization
import WebServer

@testable import CLI

/// Answers on a control socket of its own as a daemon would, from a table.
final class DaemonStandIn: Sendable {
    let folder: TemporaryFolder
    private let server: Server
    private let table: AnswerTable

    /// Gives `answers` by method and path, as `GET /api/v1/status`; several one after the other, the last for ever.
    init(_ answers: [String: [(status: Int, body: String)]]) throws {
        folder = try TemporaryFolder()
        let table = AnswerTable(answers)
        self.table = table
        let path = DefaultPlaces.controlSocket(in: folder.path)
        server = Server([Listener(.unix(path: path), handler: ClosureHandler { table.answer($0) })])
        _ = try server.start()
    }

    convenience init(json answers: [String: JSONValue]) throws {
        try self.init(answers.mapValues { [(status: 200, body: $0.text())] })
    }

    /// The requests that came: method, target, body.
    var requests: [String] { table.requests }

    /// Runs a command against it.
    func run(_ arguments: String..., console: RecordingConsole) async -> ExitCode { await run(arguments, console) }

    func run(_ arguments: [String], _ console: RecordingConsole) async -> ExitCode {
        await Program.run(arguments + ["--state-dir", folder.path], .sample(console))
    }

    func stop() async { await server.stop(grace: 0) }
}

private final class AnswerTable: Sendable {
    private let answers: Mutex<[String: [(status: Int, body: String)]]>
    private let seen = Mutex<[String]>([])

    init(_ answers: [String: [(status: Int, body: String)]]) {
        self.answers = Mutex(answers)
    }

    var requests: [String] { seen.withLock { $0 } }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        let body = String(decoding: request.body, as: UTF8.self)
        seen.withLock { $0.append("\(request.method) \(request.target.raw)\(body.isEmpty ? "" : " \(body)")") }
        let key = "\(request.method) \(request.path)"
        let answer = answers.withLock { answers in
            let list = answers[key] ?? []
            if list.count > 1 { answers[key]?.removeFirst() }
            return list.first
        }
        guard let answer else { return .text(404, #"{"title": "Not Found", "detail": "nothing is here"}"#) }
        return .text(answer.status, answer.body)
    }
}

extension CommandContext {
    /// A place where nothing is set.
    static func sample(
        _ console: any Console,
        environment: [String: String] = [:],
        workingDirectory: String = "/"
    ) -> CommandContext {
        CommandContext(
            environment: environment,
            workingDirectory: workingDirectory,
            user: .init(isRoot: false, name: "someone"),
            console: console,
            time: FixedTime()
        )
    }
}
