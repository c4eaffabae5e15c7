internal import Domain

extension StepReport {
    /// The report as one line of `events.jsonl` holds it.
    var json: JSONValue {
        switch self {
        case .plan(let steps): .members(["plan": .array(steps.map(\.json))])
        case .step(let update): update.json
        }
    }

    /// Reads what ``json`` wrote; nil for anything else.
    init?(_ json: JSONValue) {
        if let items = json["plan"]?.array {
            self = .plan(items.compactMap(PlannedStep.init))
        } else if let update = StepUpdate(json) {
            self = .step(update)
        } else {
            return nil
        }
    }
}

extension StepReport.PlannedStep {
    fileprivate var json: JSONValue { .members(["name": .string(name), "key": .optional(key)]) }

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string else { return nil }
        self.init(name: name, key: json["key"]?.string)
    }
}

extension StepUpdate {
    fileprivate var json: JSONValue {
        .members([
            "step": .string(name),
            "key": .optional(key),
            "host": .optional(host),
            "state": .string(state.rawValue),
            "changed": .bool(changed),
            "message": .optional(message),
            "time": .integer(time.millisecondsSince1970),
            "after_last_begun": .bool(placement == .afterLastBegun),
        ])
    }

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["step"]?.string, let state = json["state"]?.string.flatMap(Step.State.init),
            let time = json["time"]?.integer.flatMap(Instant.init(exactly:))
        else { return nil }
        self.init(
            name: name,
            key: json["key"]?.string,
            host: json["host"]?.string,
            state: state,
            changed: json["changed"]?.bool ?? false,
            message: json["message"]?.string,
            time: time,
            placement: json["after_last_begun"]?.bool == true ? .afterLastBegun : .last
        )
    }
}
