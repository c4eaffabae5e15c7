internal import Domain

/// One line of what our plugin says of a playbook; its beginning documents the words.
enum AnsibleEvent: Hashable, Sendable {
    case playbookStart
    case plan(tasks: [StepReport.PlannedStep], handlers: [String])
    case playStart
    case noHostsMatched(play: String?)
    case taskStart(task: String, name: String)
    case hostStart(task: String, host: String)
    case retry(task: String, host: String, message: String)
    case result(Result)
    case stats([String: HostStatistics], more: Bool)
    case pluginError(String)

    struct Result: Hashable, Sendable {
        let task: String
        let name: String
        let host: String
        let status: Status
        let changed: Bool
        let message: String?
        let delegate: String?
        /// It failed, and a `rescue` takes it up.
        let isRescued: Bool
        let ignoresUnreachable: Bool
    }

    enum Status: String, Sendable {
        case ok
        case changed
        case failed
        case ignored
        case skipped
        case unreachable
    }

    /// Nil for a line that is none of these, and for events that are of no use here.
    init?(_ line: [UInt8], masker: Masker = Masker([])) {
        // The plugin writes valid JSON; a line cut by its end is no event.
        guard let json = try? JSONParser.parse(line, limits: .line, dialect: .lenient).value.masked(by: masker),
            let word = json["event"]?.string
        else { return nil }
        self.init(word, json)
    }

    private init?(_ word: String, _ json: JSONValue) {
        let task = json["task"]?.string
        let host = json["host"]?.string
        switch (word, task, host) {
        case ("playbook_start", _, _): self = .playbookStart
        case ("plan", _, _): self = .plan(tasks: Self.tasks(json), handlers: Self.handlers(json))
        case ("play_start", _, _): self = .playStart
        case ("no_hosts_matched", _, _): self = .noHostsMatched(play: json["play"]?.string)
        case ("task_start", let task?, _): self = .taskStart(task: task, name: json["name"]?.string ?? task)
        case ("host_start", let task?, let host?): self = .hostStart(task: task, host: host)
        case ("retry", let task?, let host?): self = .retry(task: task, host: host, message: Self.attempt(json))
        case ("result", let task?, let host?):
            guard let result = Result(json, task: task, host: host) else { return nil }
            self = .result(result)
        case ("stats", _, _): self = .stats(Self.hosts(json), more: json["more"]?.bool ?? false)
        case ("plugin_error", _, _): self = .pluginError(json["message"]?.string ?? "unknown")
        default: return nil
        }
    }

    private static func tasks(_ json: JSONValue) -> [StepReport.PlannedStep] {
        (json["tasks"]?.array ?? []).compactMap { item in
            item["name"]?.string.map { StepReport.PlannedStep(name: $0, key: item["task"]?.string) }
        }
    }

    private static func handlers(_ json: JSONValue) -> [String] {
        (json["handlers"]?.array ?? []).compactMap(\.string)
    }

    private static func attempt(_ json: JSONValue) -> String {
        let number = json["attempt"]?.integer.map(String.init) ?? "?"
        let total = json["of"]?.integer.map { " of \($0)" } ?? ""
        let message = json["message"]?.string.map { ": " + $0 } ?? ""
        return "attempt \(number)\(total) failed\(message)"
    }

    private static func hosts(_ json: JSONValue) -> [String: HostStatistics] {
        let members = json["hosts"]?.object?.members ?? []
        return Dictionary(members.map { ($0.key, HostStatistics($0.value)) }) { $1 }
    }
}

extension AnsibleEvent.Result {
    fileprivate init?(_ json: JSONValue, task: String, host: String) {
        guard let status = json["status"]?.string.flatMap(AnsibleEvent.Status.init) else { return nil }
        self.init(
            task: task,
            name: json["name"]?.string ?? task,
            host: host,
            status: status,
            changed: json["changed"]?.bool ?? false,
            message: json["message"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            delegate: json["delegate"]?.string,
            isRescued: json["rescued"]?.bool ?? false,
            ignoresUnreachable: json["ignored_unreachable"]?.bool ?? false
        )
    }
}

/// What became of one host, as Ansible sums it up.
struct HostStatistics: Hashable, Sendable {
    let failures: Int64
    let unreachable: Int64

    var isGood: Bool { failures == 0 && unreachable == 0 }
}

extension HostStatistics {
    fileprivate init(_ json: JSONValue) {
        self.init(failures: json["failures"]?.integer ?? 0, unreachable: json["unreachable"]?.integer ?? 0)
    }
}
